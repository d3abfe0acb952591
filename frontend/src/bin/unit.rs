//! The app of units and their administrators, served at `/unit/`.

fn main() {
    frontend::start(frontend::apps::unit::app);
}
