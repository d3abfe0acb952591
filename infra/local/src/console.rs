//! Lines for whoever started the server.

use std::io::Write;

/// Writes a line to standard output. Nobody may be reading any more, which is no reason to stop serving.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
