namespace Assay.Rules;

/// <summary>What stands behind the text that the user will see.</summary>
internal static class PythonText
{
    /// <summary>One line when the last line of the traceback is a wrapper's: the text of the cause, so that it is recognised further up.</summary>
    public static IEnumerable<string> Behind(FailedImport failed)
    {
        if (failed.Exception is { } shown && failed.Deciding is { Message: { } text } cause && !ReferenceEquals(shown, cause))
            yield return $"further up the traceback says {cause.TypeName}: {FirstLine(text)}";
    }

    public static string FirstLine(string text)
    {
        string trimmed = text.TrimStart('\n', '\r', ' ');
        int end = trimmed.IndexOfAny(['\n', '\r']);
        return end < 0 ? trimmed : trimmed[..end].TrimEnd();
    }
}
