//! The app of what belongs to the person rather than to registering, served at `/me/`.

fn main() {
    frontend::start(frontend::apps::account::app);
}
