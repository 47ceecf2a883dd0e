namespace Assay.Examination.Verifying;

/// <summary>How a prediction stands to what happened.</summary>
public enum Agreement
{
    /// <summary>It happened as predicted.</summary>
    Agreed,

    /// <summary>Something else happened: a fault of ours, and worth a report.</summary>
    Disagreed,

    /// <summary>Nothing was predicted: the verdict was unknown.</summary>
    NotPredicted,

    /// <summary>Nothing can be said: it did not end in time, or the interpreter did not start for a reason that files do not show.</summary>
    NotSettled,
}
