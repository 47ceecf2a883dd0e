using System.Collections.Immutable;

namespace Assay.Tests.Pages;

/// <summary>One fenced block of a page.</summary>
/// <param name="Kind">The first word behind the fence: <c>target</c>, <c>file</c>, <c>elf</c>, <c>macho</c>, <c>pe</c>, <c>link</c>, <c>output</c>, or another language that is only read by people.</param>
/// <param name="Options">The <c>name=value</c> words behind it.</param>
/// <param name="Content">What is between the fences, each line ended.</param>
/// <param name="FirstLine">The line its content starts on, from 0.</param>
/// <param name="LineCount">How many lines the content has.</param>
internal sealed record PageBlock(string Kind, ImmutableDictionary<string, string> Options, string Content, int FirstLine, int LineCount)
{
    /// <summary>An option that must be there.</summary>
    public string Option(string name) => Options.TryGetValue(name, out string? value) ? value : throw new FormatException($"line {FirstLine}: a {Kind} block needs {name}=");
}
