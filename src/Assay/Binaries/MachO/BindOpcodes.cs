using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>
/// Runs the bind opcodes of LC_DYLD_INFO for the symbols they name; the addresses they bind are not followed. The opcodes are a small state
/// machine (<c>mach-o/loader.h</c>, "The dyld binds an image during the loading process"): a symbol and an ordinal are set, then bound.
/// </summary>
internal static class BindOpcodes
{
    /// <summary>Reads the symbols of one stream in the order in which they are bound.</summary>
    /// <param name="slice">The image.</param>
    /// <param name="range">Where the stream is.</param>
    /// <param name="record">What it is called in faults.</param>
    /// <param name="isLazy">True for lazy binds: there BIND_OPCODE_DONE ends one entry, not the stream.</param>
    /// <param name="isWeak">True for weak binds: they have no ordinal, and some only announce a strong definition.</param>
    /// <param name="found">Takes every bound symbol.</param>
    public static void Read(MachOSlice slice, LinkEditRange range, string record, bool isLazy, bool isWeak, Action<BoundSymbol> found)
    {
        if (range.IsEmpty) return;
        byte[] bytes = slice.Fetch(range.SliceOffset, range.Size, record);
        slice.Faults.Guard(0, () =>
        {
            ByteReader reader = slice.Reader(bytes, range.SliceOffset, record);
            string? name = null;
            byte flags = 0;
            long ordinal = isWeak ? BIND_SPECIAL_DYLIB_WEAK_LOOKUP : 0;
            bool bound = false;
            while (reader.Remaining > 0)
            {
                byte instruction = reader.ReadByte();
                int immediate = instruction & BIND_IMMEDIATE_MASK;
                bool binds = false;
                switch (instruction & ~BIND_IMMEDIATE_MASK)
                {
                    case BIND_OPCODE_DONE:
                        if (!isLazy) return 0;
                        break;
                    case BIND_OPCODE_SET_DYLIB_ORDINAL_IMM:
                        (ordinal, bound) = (immediate, false);
                        break;
                    case BIND_OPCODE_SET_DYLIB_ORDINAL_ULEB:
                        (ordinal, bound) = ((long)Math.Min(reader.ReadUleb128(), int.MaxValue), false);
                        break;
                    case BIND_OPCODE_SET_DYLIB_SPECIAL_IMM:
                        // The immediate is the low half of a negative byte.
                        (ordinal, bound) = (immediate == 0 ? 0 : (sbyte)(0xf0 | immediate), false);
                        break;
                    case BIND_OPCODE_SET_SYMBOL_TRAILING_FLAGS_IMM:
                        (name, flags, bound) = (TextDecoding.Utf8OrLatin1(reader.ReadCString()), (byte)immediate, false);
                        break;
                    case BIND_OPCODE_SET_TYPE_IMM:
                        break;
                    case BIND_OPCODE_SET_ADDEND_SLEB:
                        reader.ReadSleb128();
                        break;
                    case BIND_OPCODE_SET_SEGMENT_AND_OFFSET_ULEB:
                    case BIND_OPCODE_ADD_ADDR_ULEB:
                        reader.ReadUleb128();
                        break;
                    case BIND_OPCODE_DO_BIND:
                    case BIND_OPCODE_DO_BIND_ADD_ADDR_IMM_SCALED:
                        binds = true;
                        break;
                    case BIND_OPCODE_DO_BIND_ADD_ADDR_ULEB:
                        reader.ReadUleb128();
                        binds = true;
                        break;
                    case BIND_OPCODE_DO_BIND_ULEB_TIMES_SKIPPING_ULEB:
                        binds = reader.ReadUleb128() > 0;
                        reader.ReadUleb128();
                        break;
                    case BIND_OPCODE_THREADED when immediate == BIND_SUBOPCODE_THREADED_SET_BIND_ORDINAL_TABLE_SIZE_ULEB:
                        reader.ReadUleb128();
                        break;
                    case BIND_OPCODE_THREADED when immediate == BIND_SUBOPCODE_THREADED_APPLY:
                        break;
                    default:
                        reader.Fail("a bind opcode", $"0x{instruction:x2}");
                        break;
                }

                if (!binds || bound) continue;
                if (name is null) reader.Fail("a symbol before it is bound", "none");
                bound = true;
                found(new BoundSymbol(name, (int)ordinal, (flags & BIND_SYMBOL_FLAGS_WEAK_IMPORT) != 0) { IsLazy = isLazy });
            }

            return 0;
        });
    }
}
