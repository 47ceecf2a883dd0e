using System.Collections.Immutable;

namespace Assay.Tests.Pages;

/// <summary>A page in Markdown whose fenced blocks are a test.</summary>
/// <param name="Path">The file.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Title">The text of its first heading.</param>
/// <param name="Headings">The second-level headings in order.</param>
/// <param name="Cases">The cases in order.</param>
internal sealed record Page(string Path, ImmutableArray<string> Lines, string Title, ImmutableArray<string> Headings, ImmutableArray<PageCase> Cases);

/// <summary>One machine described by blocks, and what Assay prints about it.</summary>
/// <param name="Heading">The heading it stands under.</param>
/// <param name="Blocks">The blocks from its <c>target</c> on, without the output.</param>
/// <param name="Output">The block that holds the expected report.</param>
internal sealed record PageCase(string Heading, ImmutableArray<PageBlock> Blocks, PageBlock Output);
