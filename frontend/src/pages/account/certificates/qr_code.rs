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

    /// Pixels of a photograph of the code for each module.
    const PIXELS: usize = 4;

    /// The modules that a path draws, as somebody would see them who follows it with a pen.
    fn drawn(path: &str, side: usize) -> Vec<Vec<bool>> {
        let mut modules = vec![vec![false; side]; side];
        for run in path.split('M').skip(1) {
            let numbers: Vec<usize> = run.split([' ', 'h', 'v']).filter_map(|part| part.parse().ok()).collect();
            let [x, y, length] = numbers[..3] else { unreachable!("every run has a place and a length: {run}") };
            modules[y][x..x + length].fill(true);
        }
        modules
    }

    #[test]
    fn a_reader_finds_the_text_in_what_is_drawn() {
        let text = "https://xueshi.test/verify/#7K3M-9XQ2-0AZ4-51TW";
        let code = QrCode::encode_text(text, QrCodeEcc::Quartile).expect("short");
        let side = (code.size() + 2 * MARGIN) as usize;
        let modules = drawn(&dark_modules(&code), side);
        let grey = |x: usize, y: usize| if modules[y / PIXELS][x / PIXELS] { 0 } else { 255 };
        let mut photograph = rqrr::PreparedImage::prepare_from_greyscale(side * PIXELS, side * PIXELS, grey);
        let grids = photograph.detect_grids();
        let read: Vec<String> = grids.iter().map(|grid| grid.decode().expect("a readable code").1).collect();
        assert_eq!(read, [text]);
    }
}
