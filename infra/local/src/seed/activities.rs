//! What the demo's people have done.

use super::demo_people::{AFFAIRS, MEDICINE, NURSING, SURGERY};

/// One thing to register.
pub struct Activity {
    pub subcategory: &'static str,
    pub title: &'static str,
}

const fn training(title: &'static str) -> Activity {
    Activity { subcategory: "training.face_to_face", title }
}

const fn seminar(title: &'static str) -> Activity {
    Activity { subcategory: "training.seminar", title }
}

const fn online(title: &'static str) -> Activity {
    Activity { subcategory: "training.online", title }
}

const IN_MEDICINE: [Activity; 10] = [
    training("急性冠脉综合征规范化诊疗培训班"),
    seminar("呼吸与危重症医学高级研修班"),
    training("2型糖尿病基层适宜技术推广班"),
    online("心电图判读能力提升远程课程"),
    training("脑卒中绿色通道建设与质控培训"),
    Activity { subcategory: "conference.provincial", title: "广西医学会内科学分会学术年会" },
    training("慢性阻塞性肺疾病分级诊疗培训班"),
    seminar("高血压精准治疗高级研修班"),
    online("抗菌药物临床合理应用网络培训"),
    Activity { subcategory: "conference.national", title: "中华医学会心血管病学分会学术年会" },
];
const IN_SURGERY: [Activity; 9] = [
    training("腹腔镜外科手术规范化培训班"),
    seminar("创伤救治与多学科协作高级研修班"),
    training("围手术期加速康复管理培训"),
    online("外科感染防控远程继续教育"),
    Activity { subcategory: "conference.provincial", title: "广西医学会外科学分会学术会议" },
    training("骨科微创技术临床应用培训班"),
    training("甲状腺疾病诊疗新进展学习班"),
    Activity { subcategory: "examination.qualification", title: "外科主治医师资格考试" },
    training("断指再植技术进修"),
];
const IN_NURSING: [Activity; 10] = [
    training("危重症专科护士培训班"),
    training("静脉治疗护理技术规范培训"),
    seminar("护理管理者领导力高级研修班"),
    online("老年护理与照护远程课程"),
    training("伤口造口失禁护理培训班"),
    Activity { subcategory: "conference.provincial", title: "广西护理学会学术年会" },
    training("母婴护理新技术学习班"),
    online("护理文书书写规范网络培训"),
    training("院前急救护理技能培训"),
    Activity { subcategory: "conference.municipal", title: "南宁市护理质量控制学术会议" },
];
const IN_AFFAIRS: [Activity; 6] = [
    training("医疗质量与安全管理培训班"),
    seminar("公立医院绩效考核高级研修班"),
    online("病案首页数据质量网络培训"),
    training("医疗纠纷预防与处理培训"),
    Activity { subcategory: "conference.municipal", title: "南宁市医院管理学术会议" },
    training("DRG支付方式改革实务培训"),
];
const ELSEWHERE: [Activity; 6] = [
    training("高校教师教学能力提升培训班"),
    seminar("民族学研究方法高级研修班"),
    online("人工智能辅助教学远程课程"),
    Activity { subcategory: "conference.national", title: "中国民族学学会学术年会" },
    training("壮语文教学资源建设培训"),
    Activity { subcategory: "conference.provincial", title: "广西高等教育学会年会" },
];

const ANYWHERE: [Activity; 8] = [
    training("专业技术人员知识更新培训班"),
    online("安全生产与应急管理远程课程"),
    seminar("项目管理与质量提升高级研修班"),
    training("办公信息化与数据分析培训"),
    Activity { subcategory: "conference.municipal", title: "专业技术经验交流会" },
    training("行业标准与规范宣贯培训班"),
    online("知识产权实务网络培训"),
    Activity { subcategory: "conference.provincial", title: "广西专业技术学术年会" },
];

/// What people do who are neither at a hospital nor at a school.
pub fn anywhere() -> &'static [Activity] {
    &ANYWHERE
}

/// What people of a department do; `None`: those of the university.
pub fn of(department: Option<&str>) -> &'static [Activity] {
    match department {
        Some(MEDICINE) => &IN_MEDICINE,
        Some(SURGERY) => &IN_SURGERY,
        Some(NURSING) => &IN_NURSING,
        Some(AFFAIRS) => &IN_AFFAIRS,
        _ => &ELSEWHERE,
    }
}

/// What the hospital held itself, and registers for who was there.
pub const HELD_BY_HOSPITAL: Activity =
    Activity { subcategory: "training.lecture", title: "全院医院感染防控专题讲座" };

pub const REJECTIONS: [&str; 4] = [
    "附件不清晰，请重新上传加盖公章的学时证明。",
    "缺少培训通知，请补充后再提交。",
    "认定内容与从事的专业工作无关，不予认定。",
    "结束时间与证书上的不一致，请核对后修改。",
];
pub const LOWERED: &str = "最后半天为参观活动，不计学时。";
pub const ABOVE: &str = "含课前自学与结业考核，主办单位出具的学时证明为此数。";

#[cfg(test)]
mod tests {
    use domain::category::CategoryTable;

    use super::*;

    #[test]
    fn every_activity_is_of_a_category_that_exists() {
        for department in [Some(MEDICINE), Some(SURGERY), Some(NURSING), Some(AFFAIRS), None] {
            for activity in of(department) {
                let table = CategoryTable::built_in();
                assert!(table.subcategory(activity.subcategory).is_some(), "{}", activity.subcategory);
            }
        }
        for activity in anywhere() {
            assert!(CategoryTable::built_in().subcategory(activity.subcategory).is_some(), "{}", activity.subcategory);
        }
    }
}
