//! Where the styles of an application stand: those of its loading screen in the page itself, so that it is painted as soon
//! as the page is there, and all others in one file behind that screen.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// The styles of the loading screen, in `frontend/styles`. The content security policy names the digest of the two, one
/// behind the other as they are; a test holds it against them.
const IN_PAGE: [&str; 2] = ["tokens.css", "shell.css"];

/// What stands between `<style>` and `</style>`.
pub fn of_loading_screen(styles: &Path) -> Result<String> {
    let read = |name: &str| {
        let path = styles.join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    IN_PAGE.into_iter().map(read).collect()
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

/// The page with both: `in_page` in its head, the stylesheet at `address` at the end of its body.
pub fn put(html: &str, in_page: &str, address: &str) -> Result<String> {
    const HEAD_END: &str = "</head>";
    const BODY_END: &str = "</body>";
    ensure!(html.contains(HEAD_END) && html.contains(BODY_END), "the page has no </head> or no </body>");
    let link = format!("<link href={address} rel=stylesheet>{BODY_END}");
    Ok(html.replacen(HEAD_END, &format!("<style>{in_page}</style>{HEAD_END}"), 1).replacen(BODY_END, &link, 1))
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
        let page = put(&rest, "p{}", "/all.css").expect("a page");
        assert_eq!(
            page,
            "<head><link href=/i.svg rel=icon><style>p{}</style></head>\
             <body><p>…</p><link href=/all.css rel=stylesheet></body>"
        );
        assert!(put("<p>", "", "").is_err());
    }
}
