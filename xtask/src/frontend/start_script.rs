//! The script that starts an application: a file of its own, in place of the one that Trunk writes into the page, where a
//! content security policy without `'unsafe-inline'` does not let it run.

use anyhow::{Context, Result, bail};

const START: &str = include_str!("../../../frontend/start.js");

/// A page without inline scripts.
#[derive(Debug)]
pub struct Page {
    pub html: String,
    /// What starts the application.
    pub script: String,
}

/// Replaces the one inline script of a page by a reference to the address that `address` gives for the script that takes
/// its place.
pub fn externalize(html: &str, address: impl Fn(&str) -> String) -> Result<Page> {
    let scripts: Vec<Script> = scripts(html).into_iter().filter(|script| script.is_inline()).collect();
    let [script] = scripts.as_slice() else {
        bail!(
            "there are {} inline scripts where only Trunk's own is expected; \
             put yours into a file and refer to it with <script data-trunk src=\"…\">",
            scripts.len()
        );
    };
    let body = start(script.body)?;
    let reference = format!("<script type=\"module\" src=\"{}\"></script>", address(&body));
    let html = format!("{}{reference}{}", &html[..script.start], &html[script.end..]);
    Ok(Page { html, script: body })
}

/// Starts what Trunk's script starts, from the same files.
fn start(trunk: &str) -> Result<String> {
    let addresses: Vec<&str> = trunk.split('\'').skip(1).step_by(2).collect();
    let ending = |ending: &str| addresses.iter().find(|address| address.ends_with(ending));
    let bindings = ending(".js").context("Trunk's script names no bindings")?;
    let program = ending(".wasm").context("Trunk's script names no program")?;
    Ok(without_comments(START).replace("__BINDINGS__", bindings).replace("__PROGRAM__", program))
}

/// A phone need not load what is written for people.
fn without_comments(script: &str) -> String {
    let is_code = |line: &&str| !line.is_empty() && !line.starts_with("//") && !line.starts_with("/**");
    script.lines().map(str::trim).filter(is_code).flat_map(|line| [line, "\n"]).collect()
}

struct Script<'a> {
    attributes: &'a str,
    body: &'a str,
    start: usize,
    end: usize,
}

impl Script<'_> {
    /// Data blocks, such as JSON, are not run and so not subject to the policy.
    fn is_inline(&self) -> bool {
        let has = |name: &str| self.attributes.split_ascii_whitespace().any(|word| word.starts_with(name));
        !has("src=") && !self.attributes.contains("json")
    }
}

fn scripts(html: &str) -> Vec<Script<'_>> {
    const OPEN: &str = "<script";
    const CLOSE: &str = "</script>";
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = html[from..].find(OPEN).map(|at| from + at) {
        let Some(tag_end) = html[start..].find('>').map(|at| start + at) else { break };
        let Some(close) = html[tag_end..].find(CLOSE).map(|at| tag_end + at) else { break };
        let end = close + CLOSE.len();
        let attributes = &html[start + OPEN.len()..tag_end];
        found.push(Script { attributes, body: &html[tag_end + 1..close], start, end });
        from = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><script type=\"module\">\nimport init, * as bindings from '/assets/a.js';\n\
                        const wasm = await init({ module_or_path: '/assets/a_bg.wasm' });\n</script>\
                        <script src=\"/theme.js\"></script><script type=\"application/json\">{}</script></head>";

    #[test]
    fn a_file_takes_the_place_of_the_inline_script_and_nothing_else_changes() {
        let page = externalize(PAGE, |_| "/start.js".into()).expect("one inline script");
        assert!(page.script.contains("import(\"/assets/a.js\")"), "{}", page.script);
        assert!(page.script.contains("fetch(\"/assets/a_bg.wasm\")"), "{}", page.script);
        assert!(!page.script.contains("__") && !page.script.contains("//"), "{}", page.script);
        assert_eq!(
            page.html,
            "<head><script type=\"module\" src=\"/start.js\"></script>\
             <script src=\"/theme.js\"></script><script type=\"application/json\">{}</script></head>"
        );
    }

    #[test]
    fn a_second_inline_script_is_refused_because_it_would_not_run() {
        let page = format!("{PAGE}<script>alert(1)</script>");
        let error = externalize(&page, |_| String::new()).expect_err("two inline scripts");
        assert!(error.to_string().contains("2 inline scripts"), "{error}");
    }

    #[test]
    fn a_script_that_starts_nothing_known_is_refused() {
        let error = externalize("<script>alert(1)</script>", |_| String::new()).expect_err("no program");
        assert!(error.to_string().contains("names no bindings"), "{error}");
    }
}
