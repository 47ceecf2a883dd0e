using System.Collections.Immutable;
using System.Text.Json;
using Assay.Reporting;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Cli.Commands;

/// <summary><c>assay explain cpu</c>: what the processor of this machine, or of a target, can run, and why it cannot run more.</summary>
internal static class ExplainCpuCommand
{
    /// <summary>The word beside the codes.</summary>
    public const string Word = "cpu";

    private const int Column = 12;

    public static ExitCode Run(ExplainRequest typed, Session session)
    {
        Target target;
        HostCpu cpu;
        if (typed.Target is { } text)
        {
            if (!TargetName.TryParse(text, out Target? named, out string? problem)) return session.Refuse($"--for {text}: {problem}");
            target = named!;
            cpu = new HostCpu { Features = target.Features, Announced = target.Announced, IsTranslated = target.Translation is not null };
        }
        else
        {
            target = HostTarget.Detect(session.Machine);
            cpu = HostCpu.Detect(session.Machine, target.Architecture);
        }

        Question? question = null;
        if (typed.WhyNot is { } name)
        {
            question = Ask(name, target, cpu, typed.Target is null, out string? problem);
            if (question is null) return session.Refuse($"--why-not {name}: {problem}");
        }

        if (typed.Json) ExplainCommand.WriteJson(session, writer => Write(writer, target, cpu, question));
        else session.Print(writer => Write(writer, target, cpu, question, session.Style.Width));
        return ExitCode.Success;
    }

    private static Question? Ask(string name, Target target, HostCpu cpu, bool isHost, out string? problem)
    {
        bool isArm = target.Architecture is Architecture.Arm64 or Architecture.Arm64E;
        problem = null;
        CpuFeatures wanted;
        if (NamedCpus.Find(name) is { } known && NamedCpus.Fits(known, target.Architecture))
        {
            name = known.Name;
            wanted = known.Features;
        }
        else if (CpuFeatureNames.Parse(name, isArm) is { } feature && CpuFeatureNames.IsArm(feature) == isArm)
        {
            name = CpuFeatureNames.Of(feature);
            wanted = new CpuFeatures(feature);
        }
        else
        {
            problem = $"no level, processor or feature of {TargetName.ArchitectureName(target.Architecture, target.Os)} is called that; nearest are {string.Join(", ", NamedCpus.Nearest(name, target.Architecture))}";
            return null;
        }

        if (cpu.Features is not { } has) return new Question(name, []) { IsOpen = true };
        return new Question(name, isHost ? MissingFeature.Of(wanted, cpu) : [.. (wanted - has).Select(each => new MissingFeature(each, OfTarget(target)))]);
    }

    private static string OfTarget(Target target) => target switch
    {
        { Translation: { } translator, Cpu: null } => $"no release of {translator} runs it",
        { Cpu: { } cpu } => $"{cpu} has no such instructions",
        _ => $"{target.Name} does not guarantee it",
    };

    private static void Write(TextWriter writer, Target target, HostCpu cpu, Question? question, int width)
    {
        void Line(string title, string text) => writer.WriteLine(title.PadRight(Column) + text);
        Line("target", PrintableText.OneLine(target.IsHost || target.Cpu is null ? target.Name : $"{target.Name}, {target.Cpu}"));
        if ((cpu.Brand ?? cpu.Maker ?? target.Processor?.Core) is { } name) Line("processor", PrintableText.OneLine(cpu.Brand is not null && cpu.Maker is not null ? $"{cpu.Brand} ({cpu.Maker})" : name));
        if (cpu.Hypervisor is { } hypervisor) Line("inside", PrintableText.OneLine(hypervisor));
        if (cpu.IsTranslated) Line("translated", target.Translation is { } translator ? $"yes, by {translator}" : "yes: instructions do not run as they are");
        if (cpu.Features is { } has)
        {
            if (NamedCpus.Level(has, target.Architecture) is { } level) Line("level", level.Name);
            Wrap("has", has);
            if (cpu.Announced is { } announced && announced != has)
            {
                Wrap("unannounced", has - announced);
                Wrap("in name", announced - has);
            }

            Wrap("off", cpu.SwitchedOff - (cpu.Announced ?? default));
        }
        else
        {
            Line("has", target.IsHost ? "not known: this system does not tell" : "not known: name a processor, as in ,cpu=haswell");
        }

        if (question is null) return;
        writer.WriteLine();
        if (question.IsOpen) writer.WriteLine($"whether {question.Name} fits is not known");
        else if (question.Missing.IsEmpty) writer.WriteLine($"nothing is missing for {question.Name}");
        else
        {
            writer.WriteLine($"missing for {question.Name}:");
            int column = question.Missing.Max(each => CpuFeatureNames.Of(each.Feature).Length) + 2;
            foreach (MissingFeature missing in question.Missing) writer.WriteLine($"  {CpuFeatureNames.Of(missing.Feature).PadRight(column)}{missing.Reason}");
        }

        void Wrap(string title, CpuFeatures features)
        {
            string line = "";
            foreach (string feature in CpuFeatureNames.Of(features))
            {
                if (line.Length > 0 && Column + line.Length + 1 + feature.Length > Math.Max(width, 60))
                {
                    Line(title, line);
                    (title, line) = ("", "");
                }

                line += line.Length == 0 ? feature : " " + feature;
            }

            if (line.Length > 0) Line(title, line);
        }
    }

    private static void Write(Utf8JsonWriter writer, Target target, HostCpu cpu, Question? question)
    {
        writer.WriteString("target", target.Name);
        writer.WriteString("cpu", target.Cpu);
        writer.WriteString("maker", cpu.Maker);
        writer.WriteString("brand", cpu.Brand);
        writer.WriteString("hypervisor", cpu.Hypervisor);
        writer.WriteBoolean("translated", cpu.IsTranslated);
        writer.WriteString("level", cpu.Features is { } has ? NamedCpus.Level(has, target.Architecture)?.Name : null);
        WriteNames(writer, "features", cpu.Features);
        WriteNames(writer, "announced", cpu.Announced);
        WriteNames(writer, "switchedOff", cpu.SwitchedOff);
        if (question is null) return;
        writer.WriteStartObject("whyNot");
        writer.WriteString("name", question.Name);
        if (question.IsOpen) writer.WriteNull("missing");
        else
        {
            writer.WriteStartArray("missing");
            foreach (MissingFeature missing in question.Missing)
            {
                writer.WriteStartObject();
                writer.WriteString("feature", CpuFeatureNames.Of(missing.Feature));
                writer.WriteString("reason", missing.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter writer, string name, CpuFeatures? features)
    {
        if (features is not { } known)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartArray(name);
        foreach (string each in CpuFeatureNames.Of(known)) writer.WriteStringValue(each);
        writer.WriteEndArray();
    }

    private sealed record Question(string Name, ImmutableArray<MissingFeature> Missing)
    {
        public bool IsOpen { get; init; }
    }
}
