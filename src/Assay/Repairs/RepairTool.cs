namespace Assay.Repairs;

/// <summary>The tool that owns an environment and makes the new one.</summary>
public enum RepairTool
{
    /// <summary>The standard library's <c>venv</c>, and pip.</summary>
    Pip,

    /// <summary><c>uv venv</c> and <c>uv pip</c>.</summary>
    Uv,
}
