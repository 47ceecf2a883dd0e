using System.Collections.Immutable;
using Assay.Examination;

namespace Assay.Cli.Commands;

/// <summary>From what was typed to what is examined, or to the one clear line on what is wrong with it.</summary>
internal static class RequestReader
{
    /// <summary>Reads what was typed.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="session">The session, whose directory relative paths start in.</param>
    /// <param name="problem">What is wrong, or null.</param>
    public static ExaminationRequest? Read(CheckRequest typed, Session session, out string? problem)
    {
        if (TargetReader.Read(typed.Targets, out problem) is not { } targets) return null;
        if (PythonReader.Read(typed.Pythons, out problem) is not { } pythons) return null;

        problem = typed.Imports.Where(name => !IsModuleName(name)).Select(name => $"--import {name}: a module name is written like `sklearn.svm`").FirstOrDefault();
        if (problem is not null) return null;

        SortedDictionary<string, string?> variables = new(StringComparer.Ordinal);
        foreach (string variable in typed.Variables)
        {
            int cut = variable.IndexOf('=', StringComparison.Ordinal);
            if (cut == 0 || variable.Length == 0)
            {
                problem = $"--env {variable}: a variable is written like `LD_LIBRARY_PATH=/opt/lib`";
                return null;
            }

            variables[cut < 0 ? variable : variable[..cut]] = cut < 0 ? null : variable[(cut + 1)..];
        }

        string? root = typed.Root is null ? null : session.Absolute(typed.Root);
        return new ExaminationRequest
        {
            Root = root,
            Subject = typed.Subject is null ? null : root is null ? session.Absolute(typed.Subject) : InsideRoot(root, typed.Subject),
            Targets = targets,
            Pythons = [.. pythons.Distinct()],
            Imports = [.. typed.Imports.Distinct()],
            WorkingDirectory = root is null ? session.WorkingDirectory : null,
            Notes = session.Notes,
            Variables = variables.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>A subject under a foreign root, as that root sees it; a path that was completed by the shell, from outside, is understood too.</summary>
    private static string InsideRoot(string root, string subject)
    {
        string path = Primitives.PosixPath.Normalize(Primitives.PosixPath.Join("/", subject));
        return root != "/" && (path + "/").StartsWith(root + "/", StringComparison.Ordinal) ? "/" + path[root.Length..].TrimStart('/') : path;
    }

    // PEP 3131 identifiers, near enough for a message: letters, digits and underscores between dots, no digit first.
    private static bool IsModuleName(string name) =>
        name.Split('.').All(part => part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(character => char.IsLetterOrDigit(character) || character == '_'));
}
