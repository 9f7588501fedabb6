package gongkai

// TableStatistics2014 is the code of 政府信息公开情况统计表.
const TableStatistics2014 = "statistics2014"

// Statistics2014 is the table 政府信息公开情况统计表 of 国办发〔2014〕32号, for report
// years 2014 to 2018, indexed [row][column]. A cell that the report does not
// have is the zero Value; rows that only head others have no place here.
type Statistics2014 [StatisticsRowCount][StatisticsColumnCount]Value

// StatisticsRow is a row of Statistics2014: 统计指标.
type StatisticsRow int

// The rows of Statistics2014, in the order of the official form. Counts, but
// for StatFeesCollected and StatBudget, which are amounts of money.
const (
	StatDisclosedTotal                 StatisticsRow = iota // 主动公开政府信息数, 条
	StatDisclosedNormative                                  // 主动公开规范性文件数, 条
	StatNormativeIssued                                     // 制发规范性文件总数, 件
	StatByGazette                                           // 政府公报公开政府信息数, 条
	StatByWebsite                                           // 政府网站公开政府信息数, 条
	StatByWeibo                                             // 政务微博公开政府信息数, 条
	StatByWechat                                            // 政务微信公开政府信息数, 条
	StatByOtherChannel                                      // 其他方式公开政府信息数, 条
	StatHotIssuesAnswered                                   // 回应公众关注热点或重大舆情数, 次
	StatPressConferences                                    // 参加或举办新闻发布会总次数, 次
	StatPressConferencesByHead                              // 主要负责同志参加新闻发布会次数, 次
	StatOnlineInterviews                                    // 政府网站在线访谈次数, 次
	StatOnlineInterviewsByHead                              // 主要负责同志参加政府网站在线访谈次数, 次
	StatInterpretationsPublished                            // 政策解读稿件发布数, 篇
	StatWeiboWechatResponses                                // 微博微信回应事件数, 次
	StatOtherResponses                                      // 其他方式回应事件数, 次
	StatRequestsReceived                                    // 收到申请数, 件
	StatRequestsInPerson                                    // 当面申请数, 件
	StatRequestsByFax                                       // 传真申请数, 件
	StatRequestsOnline                                      // 网络申请数, 件
	StatRequestsByMail                                      // 信函申请数, 件
	StatRequestsClosed                                      // 申请办结数, 件
	StatClosedOnTime                                        // 按时办结数, 件
	StatClosedExtended                                      // 延期办结数, 件
	StatRequestsAnswered                                    // 申请答复数, 件
	StatAnsweredAlreadyPublic                               // 属于已主动公开范围数, 件
	StatAnsweredGranted                                     // 同意公开答复数, 件
	StatAnsweredPartlyGranted                               // 同意部分公开答复数, 件
	StatAnsweredDenied                                      // 不同意公开答复数, 件
	StatDeniedStateSecret                                   // 涉及国家秘密, 件
	StatDeniedTradeSecret                                   // 涉及商业秘密, 件
	StatDeniedPrivacy                                       // 涉及个人隐私, 件
	StatDeniedSafetyStability                               // 危及国家安全、公共安全、经济安全和社会稳定, 件
	StatDeniedNotGovernmentInformation                      // 不是《条例》所指政府信息, 件
	StatDeniedOtherLaw                                      // 法律法规规定的其他情形, 件
	StatAnsweredNotThisOrgan                                // 不属于本行政机关公开数, 件
	StatAnsweredNonexistent                                 // 申请信息不存在数, 件
	StatAnsweredAskedToAmend                                // 告知作出更改补充数, 件
	StatAnsweredOtherRoute                                  // 告知通过其他途径办理数, 件
	StatReviews                                             // 行政复议数量, 件
	StatReviewsUpheld                                       // 维持具体行政行为数, 件
	StatReviewsCorrected                                    // 被依法纠错数, 件
	StatReviewsOther                                        // 其他情形数, 件
	StatSuits                                               // 行政诉讼数量, 件
	StatSuitsUpheld                                         // 维持具体行政行为或者驳回原告诉讼请求数, 件
	StatSuitsCorrected                                      // 被依法纠错数, 件
	StatSuitsOther                                          // 其他情形数, 件
	StatComplaints                                          // 举报投诉数量, 件
	StatFeesCollected                                       // 依申请公开信息收取的费用, 万元
	StatDedicatedOffices                                    // 政府信息公开工作专门机构数, 个
	StatReadingPoints                                       // 设置政府信息公开查阅点数, 个
	StatStaff                                               // 从事政府信息公开工作人员数, 人
	StatStaffFullTime                                       // 专职人员数, 人
	StatStaffPartTime                                       // 兼职人员数, 人
	StatBudget                                              // 政府信息公开专项经费, 万元
	StatMeetings                                            // 召开政府信息公开工作会议或专题会议数, 次
	StatTrainings                                           // 举办各类培训班数, 次
	StatPeopleTrained                                       // 接受培训人员数, 人次
	StatisticsRowCount
)

var statisticsRows = []string{
	"disclosed_total",
	"disclosed_normative",
	"normative_issued",
	"by_gazette",
	"by_website",
	"by_weibo",
	"by_wechat",
	"by_other_channel",
	"hot_issues_answered",
	"press_conferences",
	"press_conferences_by_head",
	"online_interviews",
	"online_interviews_by_head",
	"interpretations_published",
	"weibo_wechat_responses",
	"other_responses",
	"requests_received",
	"requests_in_person",
	"requests_by_fax",
	"requests_online",
	"requests_by_mail",
	"requests_closed",
	"closed_on_time",
	"closed_extended",
	"requests_answered",
	"answered_already_public",
	"answered_granted",
	"answered_partly_granted",
	"answered_denied",
	"denied_state_secret",
	"denied_trade_secret",
	"denied_privacy",
	"denied_safety_stability",
	"denied_not_government_information",
	"denied_other_law",
	"answered_not_this_organ",
	"answered_nonexistent",
	"answered_asked_to_amend",
	"answered_other_route",
	"reviews",
	"reviews_upheld",
	"reviews_corrected",
	"reviews_other",
	"suits",
	"suits_upheld",
	"suits_corrected",
	"suits_other",
	"complaints",
	"fees_collected",
	"dedicated_offices",
	"reading_points",
	"staff",
	"staff_full_time",
	"staff_part_time",
	"budget",
	"meetings",
	"trainings",
	"people_trained",
}

func (s StatisticsRow) String() string { return name(statisticsRows, int(s)) }

// StatisticsColumn is a column of Statistics2014.
type StatisticsColumn int

// The columns of Statistics2014. The national form has StatisticsValue alone.
const (
	StatisticsValue       StatisticsColumn = iota // 统计数: the year's number
	StatisticsCumulative                          // 历年累计, Fujian
	StatisticsGovernment                          // 区(县)政府统计数, Anhui
	StatisticsDepartments                         // 区(县)直单位统计数, Anhui
	StatisticsTownships                           // 乡镇街道统计数, Anhui
	StatisticsColumnCount
)

var statisticsColumns = []string{"value", "cumulative", "government", "departments", "townships"}

func (s StatisticsColumn) String() string { return name(statisticsColumns, int(s)) }
