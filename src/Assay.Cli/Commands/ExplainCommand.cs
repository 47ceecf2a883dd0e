using System.Text.Encodings.Web;
using System.Text.Json;
using Assay.Cli.Explanation;
using Assay.Diagnostics;
using Assay.Reporting;
using Assay.Rules;

namespace Assay.Cli.Commands;

/// <summary><c>assay explain</c>: the page of a finding, the list of them all, the finding behind a pasted traceback, or what a processor can run.</summary>
internal static class ExplainCommand
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ExitCode Run(ExplainRequest typed, Session session)
    {
        bool json = typed.Json;
        if (typed.Code == ExplainCpuCommand.Word) return ExplainCpuCommand.Run(typed, session);
        if (typed.WhyNot is not null || typed.Target is not null) return session.Refuse($"{(typed.WhyNot is null ? "--for" : "--why-not")} goes with `assay explain {ExplainCpuCommand.Word}`");
        if (typed.Code is not null) return Page(typed.Code, json, session);

        // A program that is started without standard input has an empty one: that asks for the list.
        string pasted = session.Input?.ReadToEnd() ?? "";
        return string.IsNullOrWhiteSpace(pasted) ? List(json, session) : Recognise(pasted, json, session);
    }

    private static ExitCode Page(string code, bool json, Session session)
    {
        Rule? rule = RuleCatalog.All.FirstOrDefault(rule => rule.Info.Name.Equals(code, StringComparison.OrdinalIgnoreCase)) ?? RuleCatalog.Find(code);
        if (rule is null) return session.Refuse($"there is no finding {code} (`assay explain` lists them)");
        string page = RuleCatalog.PageOf(rule.Info);
        if (json) WriteJson(session, writer => WriteRule(writer, rule.Info, page));
        else session.Print(writer => writer.WriteLine(page.TrimEnd()));
        return ExitCode.Success;
    }

    private static ExitCode List(bool json, Session session)
    {
        if (json)
        {
            WriteJson(session, writer =>
            {
                writer.WriteStartArray("codes");
                foreach (Rule rule in RuleCatalog.All)
                {
                    writer.WriteStartObject();
                    WriteRule(writer, rule.Info, page: null);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
            return ExitCode.Success;
        }

        int width = RuleCatalog.All.Max(rule => rule.Info.Name.Length);
        session.Print(writer =>
        {
            foreach (Rule rule in RuleCatalog.All)
                writer.WriteLine($"{rule.Info.Code}  {rule.Info.Name.PadRight(width)}  {(session.OutputIsTerminal ? PrintableText.Fit(rule.Info.Summary, session.Style.Width - width - 8) : rule.Info.Summary)}");
        });
        return ExitCode.Success;
    }

    private static ExitCode Recognise(string pasted, bool json, Session session)
    {
        if (Traceback.Recognise(pasted) is not { } found)
            return session.Refuse("no known message is in this text; `assay check --import NAME` looks at the environment itself");
        string title = found.Pattern.Fill(found.Gaps);
        if (json)
        {
            WriteJson(session, writer =>
            {
                writer.WriteString("code", found.Pattern.Code);
                writer.WriteString("title", title);
                writer.WriteNumber("line", found.LineNumber);
                writer.WriteString("message", found.Line);
                writer.WriteString("import", found.Import);
                writer.WriteStartArray("also");
                foreach (string other in found.Pattern.Also) writer.WriteStringValue(other);
                writer.WriteEndArray();
            });
            return ExitCode.Success;
        }

        string check = found.Import is null ? "assay check" : $"assay check --import {found.Import}";
        Finding finding = new()
        {
            Code = found.Pattern.Code,
            Severity = Severity.Error,
            Title = title,
            Path = "the text on standard input",
            Evidence = [new Evidence("the text on standard input", null, $"line {found.LineNumber}", "", found.Line, "")],
            Notes = [.. found.Pattern.Also.Select(other => $"{other} says the same words: {RuleCatalog.Find(other)!.Info.Summary}")],
            Fixes = [new Fix("ask the environment itself for the file, the chain of imports and the commands that put it right", [check], Applicability.Safe)],
        };
        session.Print(writer => TextReport.WriteFinding(finding, null, [], writer, session.Style));
        return ExitCode.Success;
    }

    private static void WriteRule(Utf8JsonWriter writer, RuleInfo info, string? page)
    {
        writer.WriteString("code", info.Code);
        writer.WriteString("name", info.Name);
        writer.WriteString("summary", info.Summary);
        if (page is not null) writer.WriteString("page", page);
    }

    /// <summary>One JSON object on standard output.</summary>
    public static void WriteJson(Session session, Action<Utf8JsonWriter> body)
    {
        using (Utf8JsonWriter writer = new(session.Output, Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 1);
            body(writer);
            writer.WriteEndObject();
        }

        session.Output.WriteByte((byte)'\n');
    }
}
