//! What holds over all sources of the project, whatever they do.

mod asvs;
mod back_end;
mod circles;
mod interpreters;
mod layers;
mod manifests;
mod punctuation;
mod sources;
