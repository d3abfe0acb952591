use proptest::prelude::*;

use super::*;

/// What people paste around a number, each seen in files and messages.
#[test]
fn what_stands_around_a_number_is_taken_off() {
    let right = "45010319850712004X";
    for pasted in [
        " 45010319850712004X\t",
        "'45010319850712004X",
        "\u{2018}45010319850712004X\u{2019}",
        "=\"45010319850712004X\"",
        "\"45010319850712004X\"",
        "\u{201C}45010319850712004X\u{201D}",
        "\u{1F}45010319850712004X",
        "\u{202D}45010319850712004X\u{202C}",
        "\u{200E}45010319850712004X\u{200F}",
        "\u{FEFF}4501031985\u{200B}0712004X",
        "450103 1985 0712 004X",
        "450103\u{A0}19850712\u{3000}004X",
        "４５０１０３１９８５０７１２００４Ｘ",
        "= \"'45010319850712004X\"",
        "45010319850712004X\r\n",
    ] {
        assert_eq!(number(pasted), right, "{pasted:?}");
    }
}

#[test]
fn a_name_is_one_whatever_stands_between_its_characters() {
    for pasted in [
        "王　芳",
        "王 芳",
        "王\u{A0}芳",
        "王\u{2003}芳",
        "王\n芳",
        " 王\u{200B}芳 ",
        "'王芳",
        "=\"王芳\"",
        "王\u{2800}芳",
    ] {
        assert_eq!(name(pasted), "王芳", "{pasted:?}");
    }
    for dot in ['\u{B7}', '\u{2022}', '\u{30FB}', '\u{2027}', '\u{FF0E}', '\u{318D}', '\u{25CF}', '.'] {
        assert_eq!(name(&format!("阿依古丽{dot}买买提")), "阿依古丽\u{B7}买买提", "{dot:?}");
        assert_eq!(name(&format!("阿依古丽 {dot} 买买提")), "阿依古丽\u{B7}买买提", "{dot:?}");
    }
    assert_eq!(name("Ｊｏｈｎ   Smith"), "John Smith");
    assert_eq!(name("马 Jack"), "马 Jack");
    assert_eq!(name("刘\u{E863}"), "刘\u{4DAE}", "the private-use character of 䶮");
    assert_eq!(name("\u{E81E}"), "\u{9FB4}");
}

#[test]
fn what_shows_nothing_is_empty() {
    for nothing in [
        "",
        " ",
        "\u{200B}",
        "\u{2800}",
        "\u{3164}\u{FEFF}",
        "\u{AD}\u{2060}",
        "\u{FE00}",
        "\n\u{3000}",
        "=\"\u{200B}\"",
    ] {
        assert_eq!(text(nothing), "", "{nothing:?}");
        assert_eq!(name(nothing), "", "{nothing:?}");
        assert_eq!(number(nothing), "", "{nothing:?}");
    }
}

#[test]
fn a_text_keeps_its_lines_and_its_signs() {
    assert_eq!(text("第一行\r\n第二行（２０２６）：“甲”\u{200B}。"), "第一行\n第二行（2026）：“甲”。");
    assert_eq!(text("=\"培训\""), "培训");
    assert_eq!(text("'培训"), "'培训", "a mark of a spreadsheet stands before figures alone");
}

#[test]
fn overrides_and_emoji_are_found() {
    assert!(holds_override(&name("王\u{202E}芳")));
    assert!(!holds_override(&name("\u{2068}王芳\u{2069}")), "an isolate is a format character like others");
    for emoji in ["😀", "❤\u{FE0F}", "1\u{20E3}", "⭐", "🇨🇳", "✅"] {
        assert!(holds_emoji(emoji), "{emoji}");
    }
    for sign in ["★", "①", "※", "〔2026〕", "℃", "Ⅱ", "𠮷", "→", "☑"] {
        assert!(!holds_emoji(sign), "{sign}");
    }
    assert!(holds_pictograph("王☀"));
}

#[test]
fn labels_of_earlier_templates_are_the_same_labels() {
    assert_eq!(label("脱产培训、进修"), label("脱产培训, 进修"));
    assert_eq!(label("论文（核心期刊）"), label(" 论文 (核心期刊)\u{200B}"));
    assert_ne!(label("论文"), label("著作"));
}

#[test]
fn a_search_is_in_either_case_and_width() {
    assert_eq!(search("ＣＰＲ 培训"), "cpr培训");
    assert_eq!(search_words("南宁　 第一 "), ["南宁", "第一"]);
    assert_eq!(search_words(" \u{200B} "), [""; 0]);
}

fn pasted() -> impl Strategy<Value = String> {
    let signs = prop_oneof![
        "\\PC",
        "\\p{Cf}",
        "\\p{Cc}",
        "\\p{Zs}",
        "[\u{FF01}-\u{FF5E}]",
        "[\u{E810}-\u{E870}]",
        "[=\"'. 0-9X王芳·•]",
    ];
    prop::collection::vec(signs, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folding_twice_changes_nothing_and_nothing_grows(typed in pasted()) {
        for fold in [text, number, name, label, search] {
            let once = fold(&typed);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert!(once.chars().count() <= typed.chars().count());
        }
    }

    #[test]
    fn what_is_right_stays(right_number in "[0-9A-Z]{1,20}", right_name in "[一-龥]{1,6}(·[一-龥]{1,6})?", latin in "[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?") {
        prop_assert_eq!(number(&right_number), right_number.clone());
        prop_assert_eq!(text(&right_number), right_number);
        prop_assert_eq!(name(&right_name), right_name.clone());
        prop_assert_eq!(text(&right_name), right_name);
        prop_assert_eq!(name(&latin), latin);
    }

    #[test]
    fn format_and_control_characters_go(invisible in "[\\p{Cf}\\p{Cc}]{0,4}") {
        let around = format!("{invisible}450103{invisible}");
        prop_assert_eq!(number(&around), "450103");
        let title = format!("专{invisible}题");
        prop_assert!(text(&title).chars().all(|sign| matches!(sign, '专' | '题' | '\n' | '\t')));
    }
}
