//! What somebody who searches for a unit means: words in any order, and what offices are called for short.

use super::fold;

/// What is searched for, [folded](fold).
#[derive(Debug, PartialEq, Eq)]
pub enum Words {
    None,
    /// A part of a name or of a credit code.
    One(String),
    /// One of several choices of words, of which a name holds every one.
    Several(Vec<Vec<String>>),
}

/// Words that are looked at: no name has more.
const WORDS_MAX: usize = 8;
/// Choices that are looked at: each is a search.
const CHOICES_MAX: usize = 8;

/// Offices as people call them, and what stands for that in their names since the reform of 2018 and before it.
const ABBREVIATIONS: [(&str, &[&str]); 30] = [
    ("人社", &["人力资源和社会保障", "人力资源社会保障"]),
    ("卫健", &["卫生健康"]),
    ("卫计", &["卫生和计划生育", "卫生健康"]),
    ("发改", &["发展和改革"]),
    ("住建", &["住房和城乡建设"]),
    ("市监", &["市场监督管理"]),
    ("市场监管", &["市场监督管理"]),
    ("工信", &["工业和信息化"]),
    ("文旅", &["文化和旅游", "文化广电和旅游", "文化广电体育和旅游"]),
    ("文广旅", &["文化广电和旅游", "文化广电体育和旅游"]),
    ("交运", &["交通运输"]),
    ("医保", &["医疗保障"]),
    ("环保", &["环境保护", "生态环境"]),
    ("安监", &["安全生产监督管理", "应急管理"]),
    ("国土", &["国土资源", "自然资源"]),
    ("国资", &["国有资产监督管理"]),
    ("编办", &["机构编制委员会办公室"]),
    ("城管", &["城市管理"]),
    ("疾控", &["疾病预防控制"]),
    ("妇幼", &["妇幼保健"]),
    ("农业局", &["农业农村局"]),
    ("教体", &["教育体育", "教育和体育"]),
    ("科协", &["科学技术协会"]),
    ("残联", &["残疾人联合会"]),
    ("文联", &["文学艺术界联合会"]),
    ("社科联", &["社会科学界联合会"]),
    ("妇联", &["妇女联合会"]),
    ("团委", &["共产主义青年团", "共青团"]),
    ("人大", &["人民代表大会"]),
    ("政协", &["政治协商会议"]),
];

impl Words {
    pub fn read(typed: &str) -> Self {
        let mut text = String::new();
        fold(&domain::folding::text(typed), &mut text);
        let words: Vec<&str> = text.split_whitespace().take(WORDS_MAX).collect();
        let mut choices = vec![Vec::new()];
        for word in &words {
            let meanings = meanings(word);
            let extended = choices.iter().flat_map(|choice: &Vec<String>| {
                meanings.iter().map(|meaning| choice.iter().chain(meaning).cloned().collect::<Vec<String>>())
            });
            choices = extended.take(CHOICES_MAX).collect();
        }
        match (words.as_slice(), choices.len()) {
            ([], _) => Words::None,
            ([one], 1) => Words::One((*one).to_owned()),
            _ => Words::Several(choices),
        }
    }
}

/// The word itself, and the words that it stands for: what is before the abbreviation, what the abbreviation means, and what
/// is behind it.
fn meanings(word: &str) -> Vec<Vec<String>> {
    let mut meanings = vec![vec![word.to_owned()]];
    for (short, whole) in ABBREVIATIONS {
        let Some((before, behind)) = word.split_once(short) else { continue };
        for whole in whole {
            let parts = [before, whole, behind];
            meanings.push(parts.into_iter().filter(|part| !part.is_empty()).map(str::to_owned).collect());
        }
    }
    meanings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_blanks_part_and_abbreviations_mean_more() {
        assert_eq!(Words::read(" \u{200B} "), Words::None);
        assert_eq!(Words::read(" 第一医院 "), Words::One("第一医院".to_owned()));
        assert_eq!(Words::read("ｃｐｒ"), Words::One("CPR".to_owned()));
        let pair = |one: &str, other: &str| vec![one.to_owned(), other.to_owned()];
        assert_eq!(Words::read("南宁\u{3000}医院"), Words::Several(vec![pair("南宁", "医院")]));
        let Words::Several(choices) = Words::read("南宁人社局") else { panic!("an abbreviation means more") };
        assert_eq!(choices[0], ["南宁人社局"]);
        assert_eq!(choices[1], ["南宁", "人力资源和社会保障", "局"]);
    }
}
