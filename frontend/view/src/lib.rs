//! `view!`: the syntax of Leptos's macro of that name, for the elements of `frontend::dom`.
//!
//! Leptos gives every view a type of its own, so that the compiler writes the code that builds it once more for each.
//! Here all views have one type, and an element is a chain of calls to functions that exist once. See `frontend::dom`.

use proc_macro2::TokenStream;
use quote::quote;
use rstml::Infallible;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeElement};
use syn::{Expr, Lit};

type Element = NodeElement<Infallible>;

/// Makes a view: elements with attributes, `class:name=`, `style:name=`, `prop:name=`, `on:event=` and `node_ref=`, texts
/// in quotes, and expressions in braces. A closure is run again whenever what it reads has changed. `<For each= key=
/// children= />` keeps the elements of a list whose keys stay.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let parser = rstml::Parser::new(rstml::ParserConfig::default().recover_block(true));
    let (nodes, errors) = parser.parse_recoverable(tokens).split_vec();
    let errors = errors.into_iter().map(|error| error.emit_as_expr_tokens());
    let view = roots(&nodes);
    quote! {{
        #[allow(unused_braces)]
        {
            #(#errors;)*
            #view
        }
    }}
    .into()
}

fn roots(nodes: &[Node<Infallible>]) -> TokenStream {
    let views: Vec<TokenStream> = nodes.iter().filter_map(node).collect();
    match views.as_slice() {
        [one] => quote! { crate::dom::IntoView::into_any(#one) },
        many => quote! { crate::dom::fragment([#(crate::dom::IntoView::into_any(#many)),*]) },
    }
}

/// The expression that makes a node; nothing for a comment.
fn node(node: &Node<Infallible>) -> Option<TokenStream> {
    match node {
        Node::Element(element) if element.name().to_string() == "For" => Some(keyed(element)),
        Node::Element(one) => Some(element(one)),
        Node::Fragment(fragment) => Some(roots(fragment.children())),
        Node::Block(block) => Some(quote! { #block }),
        Node::Text(text) => {
            let text = &text.value;
            Some(quote! { #text })
        }
        Node::RawText(text) => Some(mistake(text, "put texts in quotes")),
        Node::Comment(_) | Node::Doctype(_) | Node::Custom(_) => None,
    }
}

fn element(element: &Element) -> TokenStream {
    let name = element.name().to_string();
    if name.starts_with(char::is_uppercase) {
        return mistake(element.name(), "components are functions: call them in braces");
    }
    let create = if is_svg(&name) { quote!(svg) } else { quote!(new) };
    let calls = element.attributes().iter().map(attribute);
    let children = element.children().iter().filter_map(node);
    quote! { crate::dom::Element::#create(#name)#(#calls)*#(.child(#children))*.finish() }
}

fn attribute(attribute: &NodeAttribute) -> TokenStream {
    let NodeAttribute::Attribute(attribute) = attribute else {
        let mistake = mistake(attribute, "attributes need a name");
        return quote! { .child(#mistake) };
    };
    let name = attribute.key.to_string();
    let value = value(attribute);
    match name.split_once(':') {
        Some(("on", event)) => {
            let kind = event_kind(event);
            quote! { .on::<#kind>(#event, #value) }
        }
        Some(("prop", name)) => quote! { .property(#name, #value) },
        Some(("class", name)) => quote! { .class(#name, #value) },
        Some(("style", name)) => quote! { .style(#name, #value) },
        _ if name == "node_ref" => quote! { .reference(#value) },
        _ => match literal(attribute) {
            Some(text) => quote! { .fixed(#name, #text) },
            None => quote! { .attribute(#name, #value) },
        },
    }
}

fn value(attribute: &KeyedAttribute) -> TokenStream {
    match attribute.value() {
        Some(value) => quote! { #value },
        None => quote! { "" },
    }
}

/// A value that never changes and is known now.
fn literal(attribute: &KeyedAttribute) -> Option<String> {
    match attribute.value() {
        None => Some(String::new()),
        Some(Expr::Lit(literal)) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Some(_) => None,
    }
}

/// What a browser hands to the listeners of an event.
fn event_kind(event: &str) -> TokenStream {
    match event {
        "click" | "dblclick" => quote!(::web_sys::MouseEvent),
        "keydown" | "keyup" => quote!(::web_sys::KeyboardEvent),
        "submit" => quote!(::web_sys::SubmitEvent),
        _ => quote!(::web_sys::Event),
    }
}

/// Elements that live in the namespace of SVG.
fn is_svg(name: &str) -> bool {
    matches!(name, "svg" | "g" | "circle" | "line" | "path" | "polyline" | "rect")
}

fn keyed(element: &Element) -> TokenStream {
    let find = |name: &str| {
        element.attributes().iter().find_map(|attribute| match attribute {
            NodeAttribute::Attribute(attribute) if attribute.key.to_string() == name => attribute.value(),
            _ => None,
        })
    };
    match (find("each"), find("key"), find("children")) {
        (Some(each), Some(key), Some(children)) => quote! { crate::dom::keyed(#each, #key, #children) },
        _ => mistake(element.name(), "For needs each=, key= and children="),
    }
}

fn mistake(place: &impl quote::ToTokens, sentence: &str) -> TokenStream {
    syn::Error::new_spanned(place, sentence).to_compile_error()
}
