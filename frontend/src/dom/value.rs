//! Values of attributes and properties: fixed, missing, or alive.

use leptos::prelude::{Get, Memo, RwSignal, Signal};
use wasm_bindgen::JsValue;

/// The value of an attribute. A class is there unless its value is missing.
pub enum Attribute {
    Missing,
    Fixed(&'static str),
    Text(String),
    /// To be asked again whenever what it reads has changed.
    Live(Box<dyn FnMut() -> Attribute>),
}

/// What can be the value of an attribute.
pub trait IntoAttribute {
    fn into_attribute(self) -> Attribute;
}

impl IntoAttribute for &'static str {
    fn into_attribute(self) -> Attribute {
        Attribute::Fixed(self)
    }
}

impl IntoAttribute for String {
    fn into_attribute(self) -> Attribute {
        Attribute::Text(self)
    }
}

/// As HTML has it: there, or not there.
impl IntoAttribute for bool {
    fn into_attribute(self) -> Attribute {
        if self { Attribute::Fixed("") } else { Attribute::Missing }
    }
}

impl<V: IntoAttribute> IntoAttribute for Option<V> {
    fn into_attribute(self) -> Attribute {
        self.map_or(Attribute::Missing, V::into_attribute)
    }
}

impl<V: IntoAttribute, F: FnMut() -> V + 'static> IntoAttribute for F {
    fn into_attribute(mut self) -> Attribute {
        Attribute::Live(Box::new(move || self().into_attribute()))
    }
}

macro_rules! numbers_are_attributes {
    ($($number:ty),+) => {$(
        impl IntoAttribute for $number {
            fn into_attribute(self) -> Attribute {
                Attribute::Text(self.to_string())
            }
        }
    )+};
}

numbers_are_attributes!(i32, u32, usize);

macro_rules! signals_are_attributes {
    ($($signal:ident),+) => {$(
        impl<V: IntoAttribute + Clone + Send + Sync + 'static> IntoAttribute for $signal<V> {
            fn into_attribute(self) -> Attribute {
                Attribute::Live(Box::new(move || self.get().into_attribute()))
            }
        }
    )+};
}

signals_are_attributes!(Signal, Memo, RwSignal);

/// The value of a property.
pub enum Property {
    Fixed(JsValue),
    Live(Box<dyn FnMut() -> JsValue>),
}

/// What can be the value of a property.
pub trait IntoProperty {
    fn into_property(self) -> Property;
}

impl IntoProperty for bool {
    fn into_property(self) -> Property {
        Property::Fixed(self.into())
    }
}

impl IntoProperty for &str {
    fn into_property(self) -> Property {
        Property::Fixed(self.into())
    }
}

impl IntoProperty for String {
    fn into_property(self) -> Property {
        Property::Fixed(self.into())
    }
}

impl<V: Into<JsValue>, F: FnMut() -> V + 'static> IntoProperty for F {
    fn into_property(mut self) -> Property {
        Property::Live(Box::new(move || self().into()))
    }
}
