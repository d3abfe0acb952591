//! The loading screen of an application is painted as soon as the page is there: what it needs of styles stands in the page,
//! all other styles are one file behind it, and the program is fetched when it has been painted.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The styles of the loading screen, in `frontend/styles`. The content security policy names the digest of the two, one
/// behind the other as they are (`content_security.rs`).
const IN_PAGE: [&str; 2] = ["tokens.css", "shell.css"];

/// Has the program fetched, in `frontend`. The policy names its digest too.
const FIRST_PAINT: &str = "first_paint.js";

/// What stands in a page.
pub struct Inline {
    style: String,
    script: String,
}

impl Inline {
    /// From the directory `frontend`.
    pub fn read(frontend: &Path) -> Result<Self> {
        let read = |path: PathBuf| fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()));
        let styles = frontend.join("styles");
        let style = IN_PAGE.into_iter().map(|name| read(styles.join(name))).collect::<Result<String>>()?;
        Ok(Self { style, script: read(frontend.join(FIRST_PAINT))? })
    }
}

/// The addresses of a page's stylesheets, in order, and the page without them.
pub fn take_links(html: &str) -> Result<(Vec<String>, String)> {
    let (mut addresses, mut rest) = (Vec::new(), String::new());
    let mut parts = html.split("<link ");
    rest.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (attributes, behind) = part.split_once('>').context("a <link> has no end")?;
        let words: Vec<&str> = attributes.split_ascii_whitespace().map(|word| word.trim_end_matches('/')).collect();
        let value =
            |name: &str| words.iter().find_map(|word| word.strip_prefix(name)).map(|word| word.trim_matches('"'));
        if value("rel=") == Some("stylesheet") {
            addresses.push(value("href=").context("a stylesheet has no address")?.to_owned());
            rest.push_str(behind);
        } else {
            rest.push_str("<link ");
            rest.push_str(part);
        }
    }
    Ok((addresses, rest))
}

/// The page with its inline style and script, the stylesheet at `address` at the end of its body, and a program that waits for
/// the first paint.
pub fn put(html: &str, inline: &Inline, address: &str) -> Result<String> {
    let Inline { style, script } = inline;
    let html = replaced(html, "</head>", &format!("<style>{style}</style></head>"))?;
    // In front of the stylesheet: a script waits for those before it.
    let end = format!("<script>{script}</script><link href={address} rel=stylesheet></body>");
    let html = replaced(&html, "</body>", &end)?;
    replaced(&html, " rel=preload type=application/wasm", " id=program type=application/wasm")
}

fn replaced(html: &str, what: &str, by: &str) -> Result<String> {
    ensure!(html.matches(what).count() == 1, "the page has not exactly one `{what}`");
    Ok(html.replacen(what, by, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_stylesheets_are_taken_out_and_others_stay() {
        let html = "<head><link href=/i.svg rel=icon><link href=/a.css rel=stylesheet>\
                    <link rel=\"stylesheet\" href=\"/b.css\"/></head><body><p>…</p></body>";
        let (addresses, rest) = take_links(html).expect("a page");
        assert_eq!(addresses, ["/a.css", "/b.css"]);
        assert_eq!(rest, "<head><link href=/i.svg rel=icon></head><body><p>…</p></body>");
    }

    #[test]
    fn the_loading_screen_comes_first() {
        let inline = Inline { style: "p{}".into(), script: "go()".into() };
        let html = "<head><link as=fetch href=/a.wasm rel=preload type=application/wasm></head><body><p>…</p></body>";
        assert_eq!(
            put(html, &inline, "/all.css").expect("a page"),
            "<head><link as=fetch href=/a.wasm id=program type=application/wasm><style>p{}</style></head>\
             <body><p>…</p><script>go()</script><link href=/all.css rel=stylesheet></body>"
        );
        assert!(put("<head></head><body></body>", &inline, "/all.css").is_err(), "a page without a program");
    }
}
