//! The app of professionals, served at `/`.

fn main() {
    frontend::start(frontend::pages::professional::app);
}
