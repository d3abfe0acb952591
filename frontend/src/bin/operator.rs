//! The app of who runs the platform, served at `/operator/`.

fn main() {
    frontend::start(frontend::apps::operator::app);
}
