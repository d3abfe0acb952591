//! What holds over all sources of the project, whatever they do.

mod punctuation;
mod sources;
