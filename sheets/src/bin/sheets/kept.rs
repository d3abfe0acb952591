//! The file of the last import, kept on the device for a page that is loaded again in the middle of it.
//!
//! It holds identity numbers, so it lies there enciphered, and its key is with the tab alone: once the tab is closed nobody
//! can read what is left, and the next file takes its place.

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, CryptoKey, Response, SubtleCrypto};

use crate::scope;

/// One file for a device, whatever its name.
const STORE: &str = "import";
const ADDRESS: &str = "/import-file";
const CIPHER: &str = "AES-GCM";
const KEY_BYTES: usize = 32;
/// A key is used for one file, so that its counter may begin anywhere.
const NONCE: [u8; 12] = [0; 12];

/// Keeps a file and gives back its key as text.
pub async fn keep(bytes: &[u8]) -> Result<String, JsValue> {
    let mut secret = [0; KEY_BYTES];
    scope().crypto()?.get_random_values_with_u8_array(&mut secret)?;
    let key = import(&secret).await?;
    let hidden = subtle()?.encrypt_with_object_and_js_u8_array(&cipher()?, &key, &Uint8Array::from(bytes))?;
    let hidden: ArrayBuffer = JsFuture::from(hidden).await?.dyn_into()?;
    let response = Response::new_with_opt_buffer_source(Some(&hidden))?;
    JsFuture::from(store().await?.put_with_str(ADDRESS, &response)).await?;
    Ok(secret.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The file that was kept under this key, if it is still there.
pub async fn find(key: &str) -> Result<Vec<u8>, JsValue> {
    let pairs = (0..KEY_BYTES).map(|place| key.get(place * 2..place * 2 + 2));
    let secret: Option<Vec<u8>> = pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect();
    let key = import(&secret.ok_or(JsValue::NULL)?).await?;
    let found = JsFuture::from(store().await?.match_with_str(ADDRESS)).await?;
    let hidden = JsFuture::from(found.dyn_into::<Response>()?.array_buffer()?).await?;
    let shown = subtle()?.decrypt_with_object_and_js_u8_array(&cipher()?, &key, &Uint8Array::new(&hidden))?;
    Ok(Uint8Array::new(&JsFuture::from(shown).await?).to_vec())
}

fn subtle() -> Result<SubtleCrypto, JsValue> {
    Ok(scope().crypto()?.subtle())
}

async fn store() -> Result<Cache, JsValue> {
    JsFuture::from(scope().caches()?.open(STORE)).await?.dyn_into()
}

async fn import(secret: &[u8]) -> Result<CryptoKey, JsValue> {
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let secret: Object = Uint8Array::from(secret).into();
    let key = subtle()?.import_key_with_str("raw", &secret, CIPHER, false, &uses)?;
    JsFuture::from(key).await?.dyn_into()
}

fn cipher() -> Result<Object, JsValue> {
    let cipher = Object::new();
    Reflect::set(&cipher, &"name".into(), &CIPHER.into())?;
    Reflect::set(&cipher, &"iv".into(), &Uint8Array::from(NONCE.as_slice()))?;
    Ok(cipher)
}
