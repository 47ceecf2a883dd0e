namespace Assay.Rules;

/// <summary>What the user will see, said in advance, so that the finding is recognised in the traceback.</summary>
internal static class PythonText
{
    public static IEnumerable<string> Of(FailedImport failed)
    {
        if (failed.Walk.Crash is { } crash)
        {
            yield return crash.Signal is { } signal
                ? $"the process will die of {signal} (exit status {crash.ExitStatus}), without a Python exception"
                : $"the process will exit with status {crash.ExitStatus}, without a Python exception";
            yield break;
        }

        if (failed.Deciding is { Message: { } text } deciding) yield return $"Python will say: {deciding.TypeName}: {FirstLine(text)}";
    }

    public static string FirstLine(string text)
    {
        string trimmed = text.TrimStart('\n', '\r', ' ');
        int end = trimmed.IndexOfAny(['\n', '\r']);
        return end < 0 ? trimmed : trimmed[..end].TrimEnd();
    }
}
