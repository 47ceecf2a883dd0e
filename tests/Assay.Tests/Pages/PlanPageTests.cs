using Assay.Examination;
using Assay.Examination.Repairing;
using Assay.Indexes;
using Assay.Rules;
using Assay.Tests.House;

namespace Assay.Tests.Pages;

/// <summary>Whatever is found, <c>fix</c> has something to say: commands, or the sentence on why there are none.</summary>
public sealed class PlanPageTests
{
    public static TheoryData<string> Codes => [.. RuleCatalog.All.Select(rule => rule.Info.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_broken_example_gets_a_plan_or_a_reason(string code)
    {
        Rule rule = RuleCatalog.Find(code)!;
        Page page = PageParser.Parse(Path.Combine(Repository.Root, "src", "Assay", "Rules", rule.Info.Area.ToString(), rule.Info.Page + ".md"));
        for (int number = 0; number < page.Cases.Length; number++)
        {
            PageMachine machine = PageMachine.Of(page, number);
            ExaminationRequest asked = machine.Request with { Targets = [.. machine.Request.Targets.Take(1)] };
            RepairPlan plan = await RepairPlanner.RunAsync(new RepairRequest(asked) { Index = new IndexSettings { HasNoIndex = true, Offline = true } }, machine.Machine, null, TestContext.Current.CancellationToken);
            if (plan.Fault is not null || plan.IsHealthy) continue;
            Assert.True(!plan.Steps.IsEmpty || !plan.Reservations.IsEmpty, $"{page.Cases[number].Heading}: neither a step nor a reason");
            Assert.False(plan.IsProven && plan.Steps.Any(step => step.Commands.IsEmpty), "a proof without commands");
            Assert.All(plan.Steps, step => Assert.False(string.IsNullOrWhiteSpace(step.Summary)));
        }
    }
}
