//! What holds over all sources of the project, whatever they do.

mod back_end;
mod circles;
mod layers;
mod punctuation;
mod sources;
