using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Loading;
using Assay.Loading.Wheels;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>A wheel lacks a file that its own files count on.</summary>
public sealed class WheelIncomplete : WheelRule
{
    /// <inheritdoc/>
    public override RuleInfo Info { get; } = new("A508", "wheel-incomplete", nameof(WheelIncomplete), "a wheel lacks a library that its files ask for, or a file that its own list names");

    /// <inheritdoc/>
    public override ImmutableArray<string> Sources { get; } =
    [
        "https://packaging.python.org/en/latest/specifications/binary-distribution-format/",
        "https://github.com/pypa/auditwheel/blob/main/src/auditwheel/repair.py",
        "https://github.com/matthew-brett/delocate/blob/main/delocate/delocating.py",
    ];

    /// <inheritdoc/>
    protected override IEnumerable<WheelFlaw> Flaws(WheelFacts wheel, RuleContext context) => Libraries(wheel, context.Target).Concat(Recorded(wheel));

    private static IEnumerable<WheelFlaw> Libraries(WheelFacts wheel, Target target)
    {
        var asked = wheel.Binaries.Where(binary => binary.Slices.Any(slice => slice.Architecture == target.Architecture))
            .SelectMany(binary => binary.Needs.Where(need => need.Place is WheelNeedPlace.Absent or WheelNeedPlace.Foreign).Select(need => (Binary: binary, Need: need)));
        foreach (var group in asked.GroupBy(each => (each.Need.Need.Name, each.Need.Place)))
        {
            ImmutableArray<string> files = [.. group.Select(each => each.Binary.Path)];
            (WheelBinary first, WheelNeed need) = group.First();
            string verb = files.Length == 1 ? "asks" : "ask";
            bool isAbsent = group.Key.Place == WheelNeedPlace.Absent;
            yield return new WheelFlaw(
                isAbsent && group.Any(each => each.Binary.Role != WheelRole.Other) ? Severity.Error : Severity.Warning,
                isAbsent ? $"{Some(files)} {verb} for `{group.Key.Name}`, which should be in the wheel and is not" : $"{Some(files)} {verb} for `{group.Key.Name}`, which neither the wheel nor macOS has",
                files,
                isAbsent ? "use another release, or tell its makers: the wheel was not repaired, or its download is not whole" : $"install what brings `{group.Key.Name}` where one of the files looks for it")
            {
                Library = group.Key.Name,
                Explains = [LoadFailureKind.MissingLibrary],
                Evidence = [new Evidence(first.Path, need.Need.Offset.Value, need.Need.Record, "name", group.Key.Name, "not in the wheel")],
            };
        }
    }

    private static IEnumerable<WheelFlaw> Recorded(WheelFacts wheel)
    {
        if (wheel.MissingRecorded.IsEmpty) yield break;
        string files = wheel.MissingRecorded.Length == 1 ? "1 file that its RECORD lists is" : $"{wheel.MissingRecorded.Length} files that its RECORD lists are";
        yield return new WheelFlaw(Severity.Warning, $"{files} not in the wheel, the first is `{wheel.MissingRecorded[0]}`", [wheel.Path], "download the wheel again; if that is the same, use another release");
    }
}
