//! Nothing that somebody sends becomes markup, a script or a command.

use crate::sources::below;

/// If you're here because this assertion failed: `folder` gives text to something that interprets it. Find a way in which it
/// stays text.
fn nothing_in(folder: &str, endings: &[&str], words: &[&str], allowed: &[&str]) {
    for (name, text) in below(folder, endings) {
        if allowed.contains(&name.as_str()) {
            continue;
        }
        let found: Vec<_> = words.iter().filter(|word| text.contains(**word)).collect();
        assert!(found.is_empty(), "{name} has {found:?}");
    }
}

/// `start.js` writes two sentences of its own where the program has not come yet.
#[test]
fn text_never_becomes_markup() {
    let markup = ["inner_html", "innerHTML", "outer_html", "outerHTML", "insertAdjacentHTML", "document.write"];
    nothing_in("frontend", &[".rs", ".js"], &markup, &["frontend/start.js"]);
}

#[test]
fn no_script_is_made_of_text() {
    let scripts = ["eval(", "new Function(", "Function::new_", "javascript:"];
    nothing_in("frontend", &[".rs", ".js", ".html"], &scripts, &[]);
}

#[test]
fn functions_start_no_program() {
    for folder in ["domain/src", "sheets/src", "functions/src"] {
        nothing_in(folder, &[".rs"], &["process::Command", "Command::new"], &[]);
    }
}
