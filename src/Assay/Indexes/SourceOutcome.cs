namespace Assay.Indexes;

/// <summary>How asking one source for a project ended.</summary>
public enum SourceOutcome
{
    /// <summary>It knows the project. There may still be no file.</summary>
    Found,

    /// <summary>It does not have the project: 404, or no page and no file in a directory.</summary>
    Absent,

    /// <summary>It wants to know who asks, or does not let them in: 401 or 403. uv ends its search there, pip goes on.</summary>
    Denied,

    /// <summary>It gave no answer that can be used.</summary>
    Failed,

    /// <summary>It was not asked, because the network may not be used.</summary>
    Offline,
}
