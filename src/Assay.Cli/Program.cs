Console.WriteLine("assay");
