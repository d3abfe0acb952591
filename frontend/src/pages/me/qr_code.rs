//! QR codes (ISO/IEC 18004) as pictures that stay sharp in print.

use std::fmt::Write;

use crate::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

/// Light modules around a code, which readers need.
const MARGIN: i32 = 4;

/// `words` names the picture for who cannot see it. A text too long for any code gives nothing.
pub fn qr_code(text: &str, words: &'static str) -> AnyView {
    // A quarter may be lost: paper gets folded and stained.
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Quartile) else { return ().into_any() };
    let side = code.size() + 2 * MARGIN;
    view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=words shape-rendering="crispEdges">
            <path d=dark_modules(&code) />
        </svg>
    }
    .into_any()
}

/// One rectangle for each run of dark modules in a row.
fn dark_modules(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            let run = x - start;
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", start + MARGIN, y + MARGIN);
            }
            x += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_and_nothing_else() {
        let code =
            QrCode::encode_text("https://xueshi.test/verify/#7K3M-9XQ2-0AZ4-51TW", QrCodeEcc::Quartile).expect("short");
        let drawn: i32 = dark_modules(&code)
            .split('M')
            .skip(1)
            .map(|run| run.split(['h', 'v']).nth(1).and_then(|length| length.parse::<i32>().ok()).expect("a run"))
            .sum();
        let all = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        assert_eq!(drawn, all.filter(|(x, y)| code.get_module(*x, *y)).count() as i32);
    }
}
