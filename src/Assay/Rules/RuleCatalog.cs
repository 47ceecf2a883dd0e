using System.Collections.Immutable;

namespace Assay.Rules;

/// <summary>All rules, sorted by code; one line each. There is no discovery: what is not in this list does not exist.</summary>
public static class RuleCatalog
{
    /// <summary>The rules in the order of their codes.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        new TruncatedFile(), // A001
        new NotABinary(), // A002
        new DamagedBinary(), // A003
        new MisalignedSegment(), // A004
        new UnreadableFile(), // A005
        new MissingLibrary(), // A101
        new VendoredLibraryGone(), // A102
        new MissingGraphicsLibrary(), // A103
        new MissingCppRuntime(), // A104
        new MissingSystemBlas(), // A105
        new StaticTlsExhausted(), // A106
        new ExecutableStack(), // A107
        new MissingOpenMpRuntime(), // A108
        new SeveralOpenMpRuntimes(), // A109
        new MissingCondaBlas(), // A110
        new MissingFortranRuntime(), // A111
        new ForeignPackageManagerPath(), // A112
        new DuplicateRunPath(), // A113
        new BrokenCodeSignature(), // A114
        new LibraryValidation(), // A115
        new Quarantined(), // A116
        new ZeroFillWithOffset(), // A117
        new MisalignedStringPool(), // A118
        new StrictHeader(), // A119
        new UnknownLoadCommand(), // A120
        new WrongApplePlatform(), // A121
        new WrongMachArchitecture(), // A201
        new ThinExtension(), // A202
        new WrongElfArchitecture(), // A203
        new ForeignSystemBinary(), // A204
        new WrongElfClass(), // A205
        new PageSizeTooLarge(), // A206
        new WrongWindowsMachine(), // A207
        new LibcMismatch(), // A208
        new CpuTooOld(), // A209
        new GlibcTooOld(), // A210
        new WheelOfAnotherPlatform(), // A211
        new CondaForOtherProcessor(), // A212
        new MacOsTooOld(), // A213
        new TranslatedEnvironment(), // A214
        new NoRosetta(), // A215
        new TranslatedCpuLimits(), // A216
        new IllegalInstruction(), // A217
        new CodeForNewerProcessor(), // A218
        new CpuBaseline(), // A219
        new HollowVectorAnnouncement(), // A220
        new TranslatedContainer(), // A221
        new FixedPageAllocator(), // A222
        new CodeForNewerArm(), // A223
        new WrongPythonAbi(), // A301
        new CppRuntimeTooOld(), // A302
        new MissingSymbolVersion(), // A303
        new MissingPythonSymbol(), // A304
        new UndefinedSymbol(), // A305
        new MissingInitFunction(), // A306
        new MissingFlatSymbol(), // A307
        new ClientLibraryMissing(), // A308
        new PluginForOtherVersion(), // A309
        new MklWithoutJitSymbols(), // A310
        new BuiltForNumpyOne(), // A311
        new NumpyTypeSize(), // A312
        new NumpyTooOld(), // A313
        new ReferenceBlas(), // A401
        new AccelerateTooOld(), // A402
        new OldAccelerateInterface(), // A403
        new SplitMkl(), // A404
        new MklThreadingLayer(), // A405
        new AccelerateAfterFork(), // A406
        new MklOnAmd(), // A407
        new KnownBlasFault(), // A408
        new IntegerWidthMismatch(), // A409
        new ThreadLimitTooLow(), // A410
        new ThreadOversubscription(), // A411
        new KernelForOlderProcessor(), // A412
        new VersionConflict(), // A501
        new UserSiteShadow(), // A502
        new DanglingEnvironment(), // A503
        new InterruptedInstallation(), // A504
        new RecordedFilesMissing(), // A505
        new HalfRemovedPackage(), // A506
        new WheelTagUnkept(), // A507
        new WheelIncomplete(), // A508
        new OldInterpreterSdk(), // A509
        new MixedInstallers(), // A510
        new ChangedFiles(), // A511
        new ContestedPackage(), // A512
        new MismatchedTorchFamily(), // A513
        new InstalledTagUnkept(), // A514
        new OutdatedPip(), // A515
        new PathTooLong(), // A516
        new WindowsFmodFault(), // A517
        new EndOfLifePython(), // A518
        new MixedCondaChannels(), // A519
        new UnmetCondaDependencies(), // A520
        new LockedFileMissing(), // A530
        new LockedSourceOnly(), // A531
        new LockForOtherMachine(), // A532
        new ModuleNotFound(), // A601
        new LocalModuleShadow(), // A602
        new StandardModuleMissing(), // A603
        new MaskedImportError(), // A604
        new RaisedByModule(), // A605
        new RemovedStandardModule(), // A606
    ];

    /// <summary>The rule with a code, or null when no rule has it.</summary>
    /// <param name="code">The code in any case: <c>A101</c>, <c>a101</c>.</param>
    public static Rule? Find(string code) => All.FirstOrDefault(rule => rule.Info.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    /// <summary>The page of a rule, as Markdown.</summary>
    /// <param name="info">The rule.</param>
    /// <exception cref="InvalidOperationException">The rule has no page in this build.</exception>
    public static string PageOf(RuleInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        using Stream stream = typeof(RuleCatalog).Assembly.GetManifestResourceStream("page:" + info.Page)
            ?? throw new InvalidOperationException($"the page {info.Page} is not part of this build");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
