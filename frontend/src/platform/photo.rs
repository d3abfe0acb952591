//! Makes photographs small enough for a slow connection, on the device, before they are sent.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

use crate::prelude::*;

/// A picture of fewer bytes is sent as it is.
const WORTH_BYTES: f64 = 1_048_576.0;
/// Pixels of the shorter side: small print on a page of A4 stays readable. A long screenshot is as wide as a phone and stays
/// so, however long it is.
const SHORT_SIDE_MAX: f64 = 1_920.0;
/// Pixels of all, within what the canvas of every browser takes (Safari on iOS: 16,777,216).
const AREA_MAX: f64 = 16_000_000.0;
/// JPEG's quality, from 0 to 1.
const QUALITY: f64 = 0.85;

/// A smaller JPEG of the same picture, upright; nothing where that is not worth it, or the browser cannot.
pub async fn shrunk(picture: &Blob) -> Option<Blob> {
    if picture.size() < WORTH_BYTES {
        return None;
    }
    as_jpeg(picture).await.filter(|jpeg| jpeg.size() < picture.size())
}

/// Whether a file is a picture of a format that evidence is not, by its first bytes: HEIC, HEIF and AVIF (ISO/IEC 23008-12:
/// brands behind `ftyp`), WebP (RIFF), GIF, BMP or TIFF. Its name may say `.jpg`: chat apps rename what they send.
pub fn is_other_picture(head: &[u8]) -> bool {
    let brands: [&[u8]; 8] = [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"];
    match head {
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => brands.iter().any(|one| brand.starts_with(one)),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => true,
        head => [&b"GIF8"[..], b"BM", b"II*\0", b"MM\0*"].iter().any(|one| head.starts_with(one)),
    }
}

/// The picture as a JPEG of bounded size, upright; nothing where the browser cannot draw it.
pub async fn as_jpeg(picture: &Blob) -> Option<Blob> {
    let bitmap: ImageBitmap =
        JsFuture::from(window().create_image_bitmap_with_blob(picture).ok()?).await.ok()?.unchecked_into();
    let (width, height) = fitting(bitmap.width(), bitmap.height());
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    // A JPEG has no transparency: what shines through is paper.
    context.set_fill_style_str("white");
    context.fill_rect(0.0, 0.0, width.into(), height.into());
    context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width.into(), height.into()).ok()?;
    bitmap.close();
    let made = Promise::new(&mut |resolve, reject| {
        // Without an answer there would be no end to waiting for one.
        if canvas.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &QUALITY.into()).is_err() {
            let _ = reject.call0(&wasm_bindgen::JsValue::NULL);
        }
    });
    JsFuture::from(made).await.ok()?.dyn_into().ok()
}

/// The same shape with the shorter side within [`SHORT_SIDE_MAX`] and all of it within [`AREA_MAX`].
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "smaller than what came in")]
fn fitting(width: u32, height: u32) -> (u32, u32) {
    let by_side = SHORT_SIDE_MAX / f64::from(width.min(height).max(1));
    let by_area = (AREA_MAX / (f64::from(width) * f64::from(height)).max(1.0)).sqrt();
    let scale = by_side.min(by_area).min(1.0);
    let side = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    (side(width), side(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shorter_side_fits_and_the_shape_stays() {
        assert_eq!(fitting(4_032, 3_024), (2_560, 1_920));
        assert_eq!(fitting(3_024, 4_032), (1_920, 2_560));
        assert_eq!(fitting(800, 600), (800, 600));
        assert_eq!(fitting(0, 0), (1, 1));
    }

    #[test]
    fn a_long_screenshot_stays_legible() {
        assert_eq!(fitting(1_080, 14_000), (1_080, 14_000));
        let (width, height) = fitting(1_080, 30_000);
        assert!(width >= 700 && f64::from(width) * f64::from(height) <= AREA_MAX * 1.01, "{width} x {height}");
    }

    #[test]
    fn pictures_of_other_formats_are_told_by_their_content() {
        for head in [b"\0\0\0\x18ftypheic".as_slice(), b"\0\0\0\x18ftypmif1", b"RIFF\x24\0\0\0WEBPVP8 ", b"GIF89a"] {
            assert!(is_other_picture(head));
        }
        for head in [b"\0\0\0\x18ftypmp42".as_slice(), b"RIFF\x24\0\0\0WAVE", b"PK\x03\x04", b""] {
            assert!(!is_other_picture(head));
        }
    }
}
