using System.Diagnostics.CodeAnalysis;

namespace Assay.Packaging;

/// <summary>An environment marker such as <c>python_version &lt; "3.11" and extra == "test"</c> (PEP 508, "Environment markers").</summary>
public sealed class Marker
{
    private readonly MarkerNode root;

    internal Marker(MarkerNode root) => this.root = root;

    /// <summary>Reads a marker.</summary>
    /// <param name="text">The text.</param>
    /// <param name="marker">The marker read.</param>
    /// <returns>False when the text is no marker.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out Marker? marker)
    {
        MarkerParser parser = new(text);
        MarkerNode? root = parser.ParseMarker();
        marker = root is not null && parser.IsAtEnd ? new Marker(root) : null;
        return marker is not null;
    }

    /// <summary>Compares the marker with an environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="problem">Why there is no value; <see cref="MarkerProblem.None"/> when there is one.</param>
    /// <returns>The value; false when there is none.</returns>
    public bool Evaluate(MarkerEnvironment environment, out MarkerProblem problem)
    {
        problem = MarkerProblem.None;
        return root.Evaluate(environment, ref problem);
    }

    /// <summary>The marker in its usual spelling.</summary>
    public override string ToString() => root.Write(isOutermost: true);
}
