using System.Numerics;
using System.Runtime.InteropServices;

namespace Assay.Verification;

/// <summary>
/// A matrix as BLAS takes one, with room between its rows or columns that nobody may write to. Elements are in any type; what they hold is read as
/// double precision.
/// </summary>
/// <typeparam name="T">The type of the elements.</typeparam>
internal sealed unsafe class PlainMatrix<T> : IDisposable
    where T : unmanaged, INumber<T>
{
    // An odd number that no product of these tests gives.
    private static readonly T Padding = T.CreateTruncating(12345);
    private readonly bool byRows;
    private readonly int length;

    /// <summary>Makes one, all padding.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="byRows">True when a row lies together (C), false when a column does (Fortran).</param>
    /// <param name="room">Elements between two of them.</param>
    public PlainMatrix(int rows, int columns, bool byRows, int room)
    {
        Rows = rows;
        Columns = columns;
        this.byRows = byRows;
        Leading = (byRows ? columns : rows) + room;
        length = Leading * (byRows ? rows : columns);
        Data = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, length) * (nuint)sizeof(T), 64);
        new Span<T>(Data, length).Fill(Padding);
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>The leading dimension.</summary>
    public int Leading { get; }

    /// <summary>The elements.</summary>
    public T* Data { get; }

    /// <summary>One element.</summary>
    public double this[int row, int column]
    {
        get => double.CreateTruncating(Data[Index(row, column)]);
        set => Data[Index(row, column)] = T.CreateTruncating(value);
    }

    /// <summary>Fills it with numbers between -1 and 1, always the same for the same seed.</summary>
    public PlainMatrix<T> Fill(uint seed)
    {
        // Any sequence without structure does; this one is from "Numerical Recipes".
        uint state = seed * 2654435761u + 1;
        for (int row = 0; row < Rows; row++)
            for (int column = 0; column < Columns; column++)
            {
                state = state * 1664525u + 1013904223u;
                uint high = state >> 8;
                state = state * 1664525u + 1013904223u;
                this[row, column] = (high + (state >> 8) / (double)(1 << 24)) / (1 << 23) - 1;
            }

        return this;
    }

    /// <summary>True when the room between rows or columns is as it was.</summary>
    public bool PaddingIsIntact()
    {
        int used = byRows ? Columns : Rows;
        for (int line = 0; line < (byRows ? Rows : Columns); line++)
            for (int place = used; place < Leading; place++)
                if (Data[line * Leading + place] != Padding) return false;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(Data);

    private int Index(int row, int column) => byRows ? row * Leading + column : column * Leading + row;
}
