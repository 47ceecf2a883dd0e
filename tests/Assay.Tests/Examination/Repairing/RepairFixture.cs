using System.Collections.Immutable;
using Assay.Examination.Repairing;
using Assay.Indexes;
using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Tests.Pages;

namespace Assay.Tests.Examination.Repairing;

/// <summary>A machine in memory with a broken environment, written like the example of a page, and a directory of wheels to put it right with.</summary>
internal sealed class RepairFixture : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly PageMachine page;

    /// <summary>Builds the machine.</summary>
    /// <param name="blocks">The blocks of one case, without its output.</param>
    public RepairFixture(string blocks)
    {
        string path = Path.Combine(folder.Path, "page.md");
        File.WriteAllText(path, "# case\n\n" + blocks + "\n");
        page = PageMachine.Of(PageParser.Parse(path), 0);
        page.Machine.AddDirectory("/wheels");
    }

    /// <summary>The machine.</summary>
    public MemoryMachine Machine => page.Machine;

    /// <summary>Offers a wheel of Python code.</summary>
    public RepairFixture Offer(string name, string version, string module, string code, params string[] requires) => Offer(name, version, new Dictionary<string, string> { [module] = code }, requires);

    /// <summary>Offers a wheel of several files.</summary>
    public RepairFixture Offer(string name, string version, Dictionary<string, string> files, params string[] requires)
    {
        string wheel = SmallWheel.Write(folder.Path, name, version, files, requires);
        Machine.AddFile("/wheels/" + Path.GetFileName(wheel), File.ReadAllBytes(wheel));
        return this;
    }

    /// <summary>Makes the plan for the imports of the page, or for others.</summary>
    public RepairPlan Plan(params string[] imports) => RepairPlanner.RunAsync(
        new RepairRequest(page.Request with { Imports = imports.Length > 0 ? [.. imports] : page.Request.Imports }) { Index = new IndexSettings { FindLinks = ["/wheels"], HasNoIndex = true, Offline = true } },
        Machine,
        null,
        TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    /// <summary>The commands of a plan, all in order.</summary>
    public static ImmutableArray<string> Commands(RepairPlan plan) => [.. plan.Steps.SelectMany(step => step.Commands)];

    public void Dispose() => folder.Dispose();
}
