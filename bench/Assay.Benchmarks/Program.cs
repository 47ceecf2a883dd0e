using Assay.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["--closure", string subject, .. string[] files]) return LibraryClosure.Run(subject, files);
if (args.Contains("--code")) return CodeScan.Run(args);
if (args.Contains("--distributions")) return ManyDistributions.Run(args);
if (args.Contains("--whole-process")) return WholeProcess.Run(args);
BenchmarkSwitcher.FromAssembly(typeof(ReaderBenchmarks).Assembly).Run(args);
return 0;
