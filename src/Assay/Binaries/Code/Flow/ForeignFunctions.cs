namespace Assay.Binaries.Code.Flow;

/// <summary>What is known of functions of other libraries by their names.</summary>
internal static class ForeignFunctions
{
    // Ask the processor or the system what it can do, or try an instruction and catch the signal.
    private static readonly HashSet<string> Probes = new(StringComparer.Ordinal)
    {
        "getauxval", "__getauxval", "elf_aux_info", "sysctlbyname", "sysctl", "__cpu_indicator_init", "__cpu_model", "__get_cpu_features", "__x86_get_cpuid_feature_leaf", "__x86_get_cpu_features",
        "__init_cpu_features", "IsProcessorFeaturePresent", "GetEnabledXStateFeatures", "signal", "sigaction", "setjmp", "_setjmp", "__sigsetjmp", "sigsetjmp", "AddVectoredExceptionHandler",
    };

    private static readonly HashSet<string> Endings = new(StringComparer.Ordinal)
    {
        "abort", "exit", "_exit", "_Exit", "quick_exit", "longjmp", "siglongjmp", "__longjmp_chk", "__stack_chk_fail", "__assert_fail", "__assert_rtn", "_Unwind_Resume", "__cxa_throw", "__cxa_rethrow", "__cxa_bad_cast",
        "__cxa_bad_typeid", "__cxa_throw_bad_array_new_length", "__cxa_call_unexpected", "_ZSt9terminatev", "Py_FatalError", "_Py_FatalErrorFunc", "Py_Exit", "__clang_call_terminate",
    };

    private static readonly HashSet<string> Plain = new(StringComparer.Ordinal)
    {
        "malloc", "calloc", "realloc", "free", "posix_memalign", "aligned_alloc", "memcpy", "memmove", "memset", "__memcpy_chk", "__memset_chk", "__memmove_chk", "__cxa_guard_acquire", "__cxa_guard_release", "__cxa_atexit", "__cxa_finalize",
        "__cxa_allocate_exception", "__cxa_begin_catch", "_Znwm", "_Znam", "_ZdlPv", "_ZdlPvm", "PyObject_Free",
    };

    /// <summary>True for one that is asked what the processor can do.</summary>
    /// <param name="name">Its name as in C.</param>
    public static bool IsProbe(string name) => Probes.Contains(name);

    /// <summary>True for one that does not come back.</summary>
    /// <param name="name">Its name as in C.</param>
    public static bool IsEnding(string name) => Endings.Contains(name) || (name.StartsWith("_ZSt", StringComparison.Ordinal) && name.Contains("__throw_", StringComparison.Ordinal));

    /// <summary>What its result tells.</summary>
    /// <param name="name">Its name as in C; null when it is not known which function it is.</param>
    public static Origin ResultOf(string? name) =>
        name is null ? Origin.Memory
        : IsProbe(name) ? Origin.Processor
        : name.StartsWith("Py", StringComparison.Ordinal) || name.StartsWith("_Py", StringComparison.Ordinal) || name.StartsWith("pthread_", StringComparison.Ordinal) || Plain.Contains(name) ? Origin.Result
        : Origin.Memory;
}
