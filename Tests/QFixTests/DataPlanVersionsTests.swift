import PipeCommon
import Testing

@testable import qfix

/// Which version of a plan judges a batch.
@Suite struct DataPlanVersionsTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// `context.data_plan` and the environment.
    let plan: String
    let environment: String
    let judge: Int64
    let isStranger: Bool

    init(
      _ description: String, _ plan: String, in environment: String = "production", judge: Int64,
      isStranger: Bool = false
    ) {
      testDescription = description
      self.plan = plan
      self.environment = environment
      self.judge = judge
      self.isStranger = isStranger
    }
  }

  /// Versions 1 to 5, of which 2 and 3 are activated for production, 4 for development.
  static let rows = [
    Row("the one it names", #"{"plan_id":"shop","plan_version":1}"#, judge: 1),
    Row("as text as well", #"{"plan_id":"shop","plan_version":"5"}"#, judge: 5),
    Row("without the plan's id", #"{"plan_version":1}"#, judge: 1),
    Row("else the newest that is activated", #"{"plan_id":"shop"}"#, judge: 3),
    Row("for its environment", #"{"plan_id":"shop"}"#, in: "development", judge: 4),
    Row("null is none", #"{"plan_id":"shop","plan_version":null}"#, judge: 3),
    Row("else the newest", #"{"plan_id":"shop"}"#, in: "unknown", judge: 5),
    Row("a batch that names none", "{}", judge: 3),
    Row("or has no plan", "null", judge: 3),
    Row(
      "a version that the file does not have", #"{"plan_id":"shop","plan_version":9}"#, judge: 3,
      isStranger: true),
    Row(
      "another plan", #"{"plan_id":"other","plan_version":1}"#, judge: 3, isStranger: true),
    Row("another plan without a version", #"{"plan_id":"other"}"#, judge: 3, isStranger: true),
  ]

  @Test(arguments: rows)
  func theServersChoiceJudges(row: Row) throws {
    let versions = try versions([
      ("shop", 2, "production"), ("shop", 5, "none"), ("shop", 1, nil),
      ("shop", 3, "production"), ("shop", 4, "development"),
    ])
    let batch = try naming(row)
    let judge = versions.plans[versions.judge(of: batch)]
    #expect(judge.label.number == row.judge)
    #expect(versions.isStranger(batch, to: judge) == row.isStranger)
  }

  @Test(arguments: rows)
  func aPlanThatDoesNotSayWhatItIsJudgesAll(row: Row) throws {
    let versions = try versions([(nil, nil, nil)])
    let batch = try naming(row)
    #expect(versions.judge(of: batch) == 0)
    #expect(!versions.isStranger(batch, to: versions.plans[0]))
  }

  private func naming(_ row: Row) throws -> DataPlanVersions.Naming {
    let json = try JSONText(
      "{\"environment\":\"\(row.environment)\",\"context\":{\"data_plan\":\(row.plan)}}")
    var document = Document(json.view, reusing: DocumentStorage())
    return document.planNaming()
  }

  private func versions(
    _ labels: [(id: String?, number: Int64?, environment: String?)]
  ) throws -> DataPlanVersions {
    let points = try JSONText("[]")
    let plans = labels.map { label in
      DataPlan(
        points.view.root, points.view,
        PlanLabel(
          id: label.id, number: label.number,
          activatedEnvironment: label.environment.map { Array($0.utf8) }))
    }
    return try #require(DataPlanVersions(plans, file: "plan.json"))
  }
}
