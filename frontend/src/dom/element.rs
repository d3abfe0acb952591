//! Elements: made at once, each call of the chain one call of the browser.

use std::marker::PhantomData;

use leptos::prelude::{Get, GetUntracked, LocalStorage, RwSignal, Set, StoredValue, document};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleDeclaration, Event};

use super::dynamic::react;
use super::value::{Attribute, IntoAttribute, IntoProperty, Property};
use super::{AnyView, IntoView};

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element that is being furnished.
pub struct Element(web_sys::Element);

/// Names of elements for [`NodeRef`].
pub mod html {
    pub use web_sys::{
        HtmlDialogElement as Dialog, HtmlDivElement as Div, HtmlElement as H1, HtmlElement as H2,
        HtmlInputElement as Input, HtmlTextAreaElement as Textarea,
    };
}

impl Element {
    pub fn new(name: &str) -> Self {
        Self(document().create_element(name).expect("view! names elements that exist"))
    }

    pub fn svg(name: &str) -> Self {
        Self(document().create_element_ns(Some(SVG), name).expect("view! names elements that exist"))
    }

    /// An attribute that never changes.
    pub fn fixed(self, name: &str, value: &str) -> Self {
        let _ = self.0.set_attribute(name, value);
        self
    }

    pub fn attribute(self, name: &'static str, value: impl IntoAttribute) -> Self {
        apply(&self.0, name, value.into_attribute(), set_attribute);
        self
    }

    /// A class that is there while the value is.
    pub fn class(self, name: &'static str, value: impl IntoAttribute) -> Self {
        apply(&self.0, name, value.into_attribute(), set_class);
        self
    }

    /// A property of the element's style, set in a way that a content security policy without inline styles allows.
    pub fn style(self, name: &'static str, value: impl IntoAttribute) -> Self {
        apply(&self.0, name, value.into_attribute(), set_style);
        self
    }

    pub fn property(self, name: &'static str, value: impl IntoProperty) -> Self {
        match value.into_property() {
            Property::Fixed(value) => set_property(&self.0, name, &value),
            Property::Live(mut value) => {
                let element = self.0.clone();
                react(Box::new(move || set_property(&element, name, &value())));
            }
        }
        self
    }

    /// Calls `handler` for every `event`, until the owner of the element is disposed of.
    pub fn on<E: JsCast>(self, event: &'static str, mut handler: impl FnMut(E) + 'static) -> Self {
        listen(&self.0, event, Box::new(move |event| handler(event.unchecked_into())));
        self
    }

    pub fn reference<E: JsCast + Clone + 'static>(self, reference: NodeRef<E>) -> Self {
        reference.element.set(Some(self.0.clone()));
        self
    }

    pub fn child(self, child: impl IntoView) -> Self {
        child.into_any().append_to(&self.0);
        self
    }

    pub fn finish(self) -> AnyView {
        AnyView::of(self.0)
    }
}

type Setter = fn(&web_sys::Element, &'static str, Option<&str>);

/// Sets a value now, and again whenever it changes.
fn apply(element: &web_sys::Element, name: &'static str, value: Attribute, set: Setter) {
    match value {
        Attribute::Missing => set(element, name, None),
        Attribute::Fixed(text) => set(element, name, Some(text)),
        Attribute::Text(text) => set(element, name, Some(&text)),
        Attribute::Live(mut value) => {
            let element = element.clone();
            react(Box::new(move || apply(&element, name, value(), set)));
        }
    }
}

fn set_attribute(element: &web_sys::Element, name: &'static str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

fn set_class(element: &web_sys::Element, name: &'static str, value: Option<&str>) {
    let classes = element.class_list();
    let _ = if value.is_some() { classes.add_1(name) } else { classes.remove_1(name) };
}

fn set_style(element: &web_sys::Element, name: &'static str, value: Option<&str>) {
    let style: CssStyleDeclaration = element.unchecked_ref::<web_sys::HtmlElement>().style();
    let _ = style.set_property(name, value.unwrap_or_default());
}

/// Leaves a property alone that has the value already: setting the text of a field moves the cursor in it.
fn set_property(element: &web_sys::Element, name: &str, value: &JsValue) {
    let name = JsValue::from_str(name);
    let now = js_sys::Reflect::get(element, &name).unwrap_or_default();
    if now != *value {
        let _ = js_sys::Reflect::set(element, &name, value);
    }
}

/// A closure that the browser may call. It must not outlive what it refers to.
struct Listener {
    element: web_sys::Element,
    event: &'static str,
    handler: Closure<dyn FnMut(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let handler = self.handler.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.event, handler);
    }
}

fn listen(element: &web_sys::Element, event: &'static str, handler: Box<dyn FnMut(Event)>) {
    let handler = Closure::wrap(handler);
    let _ = element.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
    StoredValue::new_local(Listener { element: element.clone(), event, handler });
}

/// An element to be spoken to after it has been put on the page: `<dialog node_ref=dialog>`.
pub struct NodeRef<E> {
    element: RwSignal<Option<web_sys::Element>, LocalStorage>,
    kind: PhantomData<fn() -> E>,
}

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for NodeRef<E> {}

impl<E: JsCast> NodeRef<E> {
    pub fn new() -> Self {
        Self { element: RwSignal::new_local(None), kind: PhantomData }
    }

    /// The element, once it exists; tracks.
    pub fn get(self) -> Option<E> {
        self.element.get().map(JsCast::unchecked_into)
    }

    pub fn get_untracked(self) -> Option<E> {
        self.element.get_untracked().map(JsCast::unchecked_into)
    }
}

impl<E: JsCast> Default for NodeRef<E> {
    fn default() -> Self {
        Self::new()
    }
}
