//! Moves the script that starts an application out of the page.
//!
//! Trunk writes it into the page, where a content security policy without `'unsafe-inline'` does not let it run.

use anyhow::{Result, bail};

/// Without a service worker the application runs all the same, but only with a network.
const START_WORKER: &str = "navigator.serviceWorker?.register('/sw.js').catch(() => {});\n";

/// A page without inline scripts.
#[derive(Debug)]
pub struct Page {
    pub html: String,
    /// What the page started with inline.
    pub script: String,
}

/// Replaces the one inline script of a page by a reference to the address that `address` gives for it.
pub fn externalize(html: &str, address: impl Fn(&str) -> String) -> Result<Page> {
    let scripts: Vec<Script> = scripts(html).into_iter().filter(|script| script.is_inline()).collect();
    let [script] = scripts.as_slice() else {
        bail!(
            "there are {} inline scripts where only Trunk's own is expected; \
             put yours into a file and refer to it with <script data-trunk src=\"…\">",
            scripts.len()
        );
    };
    let body: String = lines_without_blanks(script.body) + START_WORKER;
    let reference = format!("<script type=\"module\" src=\"{}\"></script>", address(&body));
    let html = format!("{}{reference}{}", &html[..script.start], &html[script.end..]);
    Ok(Page { html, script: body })
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

fn lines_without_blanks(script: &str) -> String {
    script.lines().map(str::trim).filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><script type=\"module\">\nimport init from '/a.js';\n\nawait init();\n</script>\
                        <script src=\"/theme.js\"></script><script type=\"application/json\">{}</script></head>";

    #[test]
    fn the_inline_script_moves_to_its_own_file_and_nothing_else_changes() {
        let page = externalize(PAGE, |_| "/start.js".into()).expect("one inline script");
        assert_eq!(page.script, format!("import init from '/a.js';\nawait init();\n{START_WORKER}"));
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
}
