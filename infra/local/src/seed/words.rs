//! Words that units in Guangxi are named with, separated by spaces.

/// Authorities of the region; the first three fields of each level supervise.
pub const REGION_AUTHORITIES: &str = "\
    人力资源和社会保障厅 卫生健康委员会 教育厅 农业农村厅 自然资源厅 住房和城乡建设厅 交通运输厅 \
    水利厅 工业和信息化厅 文化和旅游厅 科学技术厅 林业局";

/// Institutions of the region, by their whole names.
pub const REGION_INSTITUTIONS: &str = "\
    广西大学 广西医科大学 广西师范大学 广西中医药大学 桂林电子科技大学 桂林理工大学 南宁师范大学 \
    广西艺术学院 广西壮族自治区人民医院 广西壮族自治区疾病预防控制中心 广西壮族自治区妇幼保健院 \
    广西壮族自治区农业科学院 广西壮族自治区林业科学研究院 广西壮族自治区水产科学研究院 \
    广西壮族自治区地质调查院 广西壮族自治区计量检测研究院 广西壮族自治区产品质量检验研究院 \
    广西壮族自治区气象台 广西壮族自治区图书馆 广西壮族自治区博物馆";

/// Authorities of a city.
pub const CITY_AUTHORITIES: &str = "\
    人力资源和社会保障局 卫生健康委员会 教育局 农业农村局 自然资源局 住房和城乡建设局 交通运输局 \
    水利局 工业和信息化局 文化广电和旅游局 科学技术局 林业局";

/// Institutions of a city.
pub const CITY_INSTITUTIONS: &str = "\
    第一人民医院 第二人民医院 第三人民医院 第四人民医院 中医医院 妇幼保健院 疾病预防控制中心 中心血站 \
    急救医疗中心 第一中学 第二中学 第三中学 第十中学 高级中学 外国语学校 第一职业技术学校 \
    教育科学研究所 农业科学研究所 林业科学研究所 勘察测绘研究院 建筑设计研究院 环境保护监测站 \
    产品质量检验所 特种设备检验所 图书馆 博物馆 广播电视台";

/// Authorities of a county.
pub const COUNTY_AUTHORITIES: &str = "\
    人力资源和社会保障局 卫生健康局 教育局 农业农村局 自然资源局 住房和城乡建设局 交通运输局 水利局 \
    林业局 市场监督管理局 文化广电体育和旅游局";

/// Institutions of a county.
pub const COUNTY_INSTITUTIONS: &str = "\
    人民医院 中医医院 妇幼保健院 疾病预防控制中心 卫生监督所 第一中学 第二中学 民族中学 实验小学 \
    第一小学 民族小学 机关幼儿园 特殊教育学校 职业技术学校 教师进修学校 农业技术推广中心 \
    动物疫病预防控制中心 水利工程管理中心 公路养护中心 图书馆 文化馆 融媒体中心";

/// Names of towns.
pub const TOWNS: &str = "\
    城厢镇 太平镇 新圩镇 大塘镇 那马镇 双桥镇 金陵镇 石埠镇 六景镇 峦城镇 黎塘镇 甘棠镇 白圩镇 \
    乔建镇 雷平镇 硕龙镇 渠黎镇 东门镇 思练镇 大湾镇 平南镇 大安镇 木乐镇 社坡镇 麻垌镇 石龙镇 \
    东津镇 桥圩镇 大圩镇 兴坪镇 高田镇 界首镇 才湾镇 莲花镇 福利镇 贺街镇 信都镇 钟山镇 黄姚镇 \
    龙岸镇 东兰镇 三石镇 下坳镇 百旺镇 那坡镇 平果镇 坡洪镇 旧州镇";

/// Institutions of a town.
pub const TOWN_INSTITUTIONS: &str = "\
    中心小学 初级中学 中心卫生院 农业技术推广站 林业站 水利站";

/// What companies call themselves.
pub const BRANDS: &str = "\
    桂海 邕江 绿城 八桂 壮乡 青秀 龙象 鸿运 华锐 建安 金穗 南宝 北部湾 西江 右江 左江 红水河 \
    漓江 柳江 浔江 恒信 德润 瑞康 启明 汇通 联创 博达 天宏 中泰 新桂 远景 国源 同济 宏基 \
    万象 正阳 兴业 民生 盛邦 嘉和";

/// What companies do.
pub const TRADES: &str = "\
    建设工程 工程设计咨询 工程监理 信息技术 软件开发 测绘技术 环境科技 检测技术 生物医药 机械制造 \
    农业科技 林业开发 蔗糖 水利电力工程 地质勘查 交通科技";

/// What companies are, by law.
pub const COMPANY_FORMS: &str = "有限公司 有限责任公司 股份有限公司 集团有限公司";

/// Names of villages.
pub const VILLAGES: &str = "\
    那良村 那桐村 坛洛村 新村 大村 石塘村 六合村 三民村 古城村 白沙村 龙潭村 高峰村 永安村 双龙村 \
    太和村 长塘村 福隆村 金龙村 平山村 沙田村 良凤村 上林村 下林村 大岭村 合山村 马山村 青山村 清水村";

/// Institutions of a village.
pub const VILLAGE_INSTITUTIONS: &str = "小学 教学点 幼儿园 卫生室";

/// Small businesses whose staff hold professional titles.
pub const SHOPS: &str = "大药房 口腔诊所 中医诊所 幼儿园 培训学校 会计师事务所 律师事务所 动物医院";

/// What cooperatives grow.
pub const COOPERATIVES: &str = "甘蔗种植 沃柑种植 茶叶种植 罗汉果种植 蚕桑养殖 水产养殖 生猪养殖 林下养殖";
