using System.Collections.Immutable;

namespace Assay.Packaging;

/// <summary>A part of a marker.</summary>
internal abstract class MarkerNode
{
    /// <summary>The value of the part. Every part is looked at, as <c>packaging</c> does, so that a problem is not hidden by its neighbours.</summary>
    public abstract bool Evaluate(MarkerEnvironment environment, ref MarkerProblem problem);

    /// <summary>The usual spelling.</summary>
    public abstract string Write(bool isOutermost);
}

/// <summary>Parts joined by <c>and</c> and <c>or</c>, <c>and</c> binding closer.</summary>
/// <param name="items">The parts.</param>
/// <param name="isOr">For each part after the first, whether <c>or</c> stands before it.</param>
internal sealed class MarkerExpression(ImmutableArray<MarkerNode> items, ImmutableArray<bool> isOr) : MarkerNode
{
    public override bool Evaluate(MarkerEnvironment environment, ref MarkerProblem problem)
    {
        bool any = false, all = true;
        for (int i = 0; i < items.Length; i++)
        {
            if (i > 0 && isOr[i - 1])
            {
                any |= all;
                all = true;
            }

            bool value = items[i].Evaluate(environment, ref problem);
            if (problem != MarkerProblem.None) return false;
            all &= value;
        }

        return any | all;
    }

    public override string Write(bool isOutermost)
    {
        if (items.Length == 1) return items[0].Write(isOutermost);
        string text = items[0].Write(false);
        for (int i = 1; i < items.Length; i++) text += (isOr[i - 1] ? " or " : " and ") + items[i].Write(false);
        return isOutermost ? text : $"({text})";
    }
}

/// <summary>A variable or a quoted text.</summary>
/// <param name="Text">The name or the text.</param>
/// <param name="IsVariable">True for a variable.</param>
internal readonly record struct MarkerOperand(string Text, bool IsVariable)
{
    public override string ToString() => IsVariable ? Text : Text.Contains('"', StringComparison.Ordinal) ? $"'{Text}'" : $"\"{Text}\"";
}

/// <summary>One comparison.</summary>
internal sealed class MarkerComparison(MarkerOperand left, string op, MarkerOperand right) : MarkerNode
{
    private static readonly HashSet<string> VersionVariables = ["implementation_version", "platform_release", "python_full_version", "python_version"];

    public override bool Evaluate(MarkerEnvironment environment, ref MarkerProblem problem)
    {
        string key = left.IsVariable ? left.Text : right.Text;
        string? value = environment.Value(key);
        ImmutableHashSet<string>? set = null;
        if (value is null && !environment.Sets.TryGetValue(key, out set))
        {
            problem = MarkerProblem.UndefinedVariable;
            return false;
        }

        if (set is not null) return EvaluateSet(set, ref problem);
        string one = left.IsVariable ? value! : left.Text, two = left.IsVariable ? right.Text : value!;
        if (VersionVariables.Contains(key) && VersionSpecifier.TryParse(op + two, out VersionSpecifier? specifier))
            return specifier.Matches(one, PackageVersion.TryParse(one, out PackageVersion? version) ? version : null);

        // Values that are no versions are compared as texts; PEP 508 leaves the order of texts to Python, and packaging calls none true.
        switch (op)
        {
            case "in": return two.Contains(one, StringComparison.Ordinal);
            case "not in": return !two.Contains(one, StringComparison.Ordinal);
            case "==" or "<=" or ">=": return one == two;
            case "!=": return one != two;
            case "<" or ">": return false;
            default:
                problem = MarkerProblem.UndefinedComparison;
                return false;
        }
    }

    public override string Write(bool isOutermost) => $"{left} {op} {right}";

    private bool EvaluateSet(ImmutableHashSet<string> set, ref MarkerProblem problem)
    {
        // A set on the left has no comparison at all.
        if (left.IsVariable || op is "~=" or "===")
        {
            problem = MarkerProblem.UndefinedComparison;
            return false;
        }

        bool isMember = set.Any(member => PackageName.Normalize(member) == PackageName.Normalize(left.Text));
        return op switch { "in" => isMember, "not in" => !isMember, "!=" => true, _ => false };
    }
}
