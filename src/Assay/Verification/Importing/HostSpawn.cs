using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Assay.Verification.Importing;

/// <summary>
/// Starts a program by posix_spawn(3) on Linux: in a session of its own without a terminal, with signals as a shell gives them, nothing on standard input, and the files that are handed on
/// under the numbers that were agreed. .NET's own way to start programs can do none of that, and would take the news of a traced child away from its tracer.
/// </summary>
internal static unsafe class HostSpawn
{
    // More than any C library's types need: glibc's attributes have 336 bytes, its file actions 80; the set of signals has 128.
    private const int Room = 1024;
    private const int SignalSetSize = 128;

    // spawn.h of glibc and musl.
    private const short SetSignalDefaults = 4, SetSignalMask = 8, SetSession = 0x80;
    private const int CoreFileLimit = 4; // RLIMIT_CORE, asm-generic/resource.h

    /// <summary>Starts it.</summary>
    /// <param name="command">The program, looked for on PATH when it is a bare name, and its arguments.</param>
    /// <param name="directory">Where it starts.</param>
    /// <param name="variables">Its whole environment, <c>NAME=VALUE</c>.</param>
    /// <param name="files">Open files of ours and the numbers they get there.</param>
    /// <param name="problem">Why it could not be started.</param>
    /// <returns>Its process id, or 0.</returns>
    public static int Start(ImmutableArray<string> command, string directory, IEnumerable<string> variables, (int Ours, int Theirs)[] files, out string problem)
    {
        problem = "this C library has no posix_spawn";
        nint spawn = HostLibraryC.Find("posix_spawnp");
        if (spawn == 0) return 0;
        nint changeDirectory = HostLibraryC.Find("posix_spawn_file_actions_addchdir_np");

        // Before glibc 2.29 a shell has to go there first.
        if (changeDirectory == 0) command = ["/bin/sh", "-c", "cd -- \"$0\" && exec \"$@\"", directory, .. command];
        byte* attributes = stackalloc byte[Room], actions = stackalloc byte[Room], signals = stackalloc byte[SignalSetSize];
        List<nint> texts = [];
        Call("posix_spawnattr_init", attributes);
        Call("posix_spawn_file_actions_init", actions);
        new Span<byte>(signals, SignalSetSize).Clear();
        Call("posix_spawnattr_setsigmask", attributes, signals);
        new Span<byte>(signals, SignalSetSize).Fill(0xff);
        Call("posix_spawnattr_setsigdefault", attributes, signals);
        ((delegate* unmanaged[Cdecl]<byte*, short, int>)HostLibraryC.Find("posix_spawnattr_setflags"))(attributes, SetSignalDefaults | SetSignalMask | SetSession);
        var open = (delegate* unmanaged[Cdecl]<byte*, int, byte*, int, uint, int>)HostLibraryC.Find("posix_spawn_file_actions_addopen");
        var duplicate = (delegate* unmanaged[Cdecl]<byte*, int, int, int>)HostLibraryC.Find("posix_spawn_file_actions_adddup2");
        open(actions, 0, Text("/dev/null"), 0, 0);
        foreach ((int ours, int theirs) in files) duplicate(actions, ours, theirs);
        if (changeDirectory != 0) ((delegate* unmanaged[Cdecl]<byte*, byte*, int>)changeDirectory)(actions, Text(directory));

        int id = 0;
        int error = ((delegate* unmanaged[Cdecl]<int*, byte*, byte*, byte*, byte**, byte**, int>)spawn)(&id, Text(command[0]), actions, attributes, Texts(command), Texts(variables));
        Call("posix_spawn_file_actions_destroy", actions);
        Call("posix_spawnattr_destroy", attributes);
        foreach (nint text in texts) Marshal.FreeCoTaskMem(text);
        problem = error == 0 ? "" : $"{command[0]}: {Marshal.GetPInvokeErrorMessage(error)}";
        if (error != 0) return 0;
        ForbidCoreFiles(id);
        return id;

        byte* Text(string value)
        {
            nint text = Marshal.StringToCoTaskMemUTF8(value);
            texts.Add(text);
            return (byte*)text;
        }

        byte** Texts(IEnumerable<string> values)
        {
            string[] all = [.. values];
            nint array = Marshal.AllocCoTaskMem((all.Length + 1) * sizeof(byte*));
            texts.Add(array);
            byte** entries = (byte**)array;
            for (int i = 0; i < all.Length; i++) entries[i] = Text(all[i]);
            entries[all.Length] = null;
            return entries;
        }
    }

    private static void Call(string name, byte* first) => ((delegate* unmanaged[Cdecl]<byte*, int>)HostLibraryC.Find(name))(first);

    private static void Call(string name, byte* first, byte* second) => ((delegate* unmanaged[Cdecl]<byte*, byte*, int>)HostLibraryC.Find(name))(first, second);

    // One byte and not none: the kernel asks a program that collects core files also at a limit of zero, and at one it does not (core(5), fs/coredump.c).
    private static void ForbidCoreFiles(int id)
    {
        nint function = HostLibraryC.Find("prlimit");
        if (function == 0) return;
        ulong* limit = stackalloc ulong[2];
        limit[0] = limit[1] = 1;
        _ = ((delegate* unmanaged[Cdecl]<int, int, ulong*, ulong*, int>)function)(id, CoreFileLimit, limit, null);
    }
}
