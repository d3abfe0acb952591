//! What of the front end may know what.

use crate::circles::{arrows, sources_of};

const FRONTEND: &str = "frontend/src";

/// The first two parts of `pages::unit::review::desk` that are a screen: `unit::review`.
fn screen_of(module: &str) -> Option<(&str, &str)> {
    let mut parts = module.strip_prefix("pages::")?.split("::");
    Some((parts.next()?, parts.next()?))
}

#[test]
fn the_root_of_the_front_end_holds_nothing_but_its_library() {
    let at_root: Vec<String> =
        sources_of(FRONTEND).into_iter().map(|(path, _)| path).filter(|path| !path.contains('/')).collect();
    assert_eq!(at_root, ["lib.rs"], "every other file has its folder: see ARCHITECTURE.md");
}

#[test]
fn no_screen_takes_from_another() {
    let mut mistakes = Vec::new();
    for (module, taken) in arrows(&sources_of(FRONTEND)) {
        let Some(screen) = screen_of(&module) else { continue };
        let others = taken.iter().filter(|other| screen_of(other).is_some_and(|other| other != screen));
        mistakes.extend(others.map(|other| format!("{module} takes from {other}")));
    }
    assert!(mistakes.is_empty(), "What two screens share belongs to features/:\n{}", mistakes.join("\n"));
}

#[test]
fn no_component_calls_an_endpoint() {
    let mut mistakes = Vec::new();
    for (path, source) in sources_of(FRONTEND) {
        let calls = ["api::call", "api::{call", "call::<", "call_quietly", "call_keyed"];
        if path.starts_with("components/") && calls.iter().any(|call| source.contains(call)) {
            mistakes.push(path);
        }
    }
    assert!(mistakes.is_empty(), "A component is handed what it shows; these call an endpoint: {mistakes:?}");
}

/// From the ground up: each may take from those before it.
const FLOORS: [&[&str]; 7] =
    [&["platform"], &["api"], &["session"], &["state", "components"], &["drafts"], &["features"], &["apps", "pages"]];

#[test]
fn nothing_takes_from_what_stands_on_it() {
    let floor_of = |module: &str| {
        let folder = module.split("::").next().unwrap_or_default().to_owned();
        FLOORS.iter().position(|floor| floor.contains(&folder.as_str()))
    };
    let mut mistakes = Vec::new();
    for (module, taken) in arrows(&sources_of(FRONTEND)) {
        let Some(own) = floor_of(&module) else { continue };
        let above = taken.iter().filter(|other| floor_of(other).is_some_and(|floor| floor > own));
        mistakes.extend(above.map(|other| format!("{module} takes from {other}")));
    }
    assert!(mistakes.is_empty(), "These take from what stands on them:\n{}", mistakes.join("\n"));
}
