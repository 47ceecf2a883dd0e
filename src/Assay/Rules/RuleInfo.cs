namespace Assay.Rules;

/// <summary>What a rule is called.</summary>
/// <param name="Code">The stable code: <c>A</c>, the digit of its area, two digits. Never used twice, never given away again.</param>
/// <param name="Name">The name of the bad thing in words joined by hyphens: <c>missing-library</c>.</param>
/// <param name="Page">The name of its page, which is that of its class: <c>MissingLibrary</c>.</param>
/// <param name="Summary">One sentence, lower case, no full stop.</param>
public sealed record RuleInfo(string Code, string Name, string Page, string Summary)
{
    /// <summary>The area, read from the code.</summary>
    public RuleArea Area => (RuleArea)(Code[1] - '0');
}
