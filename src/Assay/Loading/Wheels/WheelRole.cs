namespace Assay.Loading.Wheels;

/// <summary>What a binary in a wheel is there for.</summary>
public enum WheelRole
{
    /// <summary>An extension module that the interpreter of the tag can import: it has a suffix of that interpreter, and its init function where the suffix alone does not tell.</summary>
    Extension,

    /// <summary>A library that an extension module asks for, itself or through others.</summary>
    Library,

    /// <summary>Anything else: loaded by Python code, made for other interpreters, or data.</summary>
    Other,
}
