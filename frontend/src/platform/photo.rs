//! Makes photographs small enough for a slow connection, on the device, before they are sent.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

use crate::prelude::*;

/// A picture of fewer bytes is sent as it is.
const WORTH_BYTES: f64 = 1_048_576.0;
/// Pixels of the longer side: small print on a page of A4 stays readable.
const SIDE_MAX: f64 = 2_560.0;
/// JPEG's quality, from 0 to 1.
const QUALITY: f64 = 0.85;

/// A smaller JPEG of the same picture, upright; nothing where that is not worth it, or the browser cannot.
pub async fn shrunk(picture: &Blob) -> Option<Blob> {
    if picture.size() < WORTH_BYTES {
        return None;
    }
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
    let blob: Blob = JsFuture::from(made).await.ok()?.dyn_into().ok()?;
    (blob.size() < picture.size()).then_some(blob)
}

/// The same shape with no side longer than [`SIDE_MAX`].
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "smaller than what came in")]
fn fitting(width: u32, height: u32) -> (u32, u32) {
    let scale = (SIDE_MAX / f64::from(width.max(height).max(1))).min(1.0);
    let side = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    (side(width), side(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_side_fits_and_the_shape_stays() {
        assert_eq!(fitting(4_032, 3_024), (2_560, 1_920));
        assert_eq!(fitting(3_024, 4_032), (1_920, 2_560));
        assert_eq!(fitting(800, 600), (800, 600));
        assert_eq!(fitting(100_000, 1), (2_560, 1));
    }
}
