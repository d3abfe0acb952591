//! The app of professionals, served at `/`.

fn main() {
    frontend::start(frontend::apps::professional::app);
}
