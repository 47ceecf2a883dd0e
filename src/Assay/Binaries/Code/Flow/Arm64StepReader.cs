using System.Buffers.Binary;

namespace Assay.Binaries.Code.Flow;

/// <summary>Reads instructions of arm64. Only what following the code needs is decoded (Arm ARM, C4): branches, addresses that are built from pages, and which registers depend on which.</summary>
internal sealed class Arm64StepReader(CodeImage code) : StepReader
{
    private const int StackPointer = 31;

    // What adrp, add and ldr have put into the registers since the last label: addresses, and words at known addresses.
    private readonly ulong[] addresses = new ulong[32];
    private readonly ulong[] slots = new ulong[32];
    private ulong expected;

    /// <inheritdoc/>
    public override int ResultRegister => 0;

    /// <inheritdoc/>
    /// <remarks>x0 to x18 (AAPCS64).</remarks>
    public override uint ChangedByCalls => 0x7ffff;

    /// <inheritdoc/>
    public override bool Read(ulong address, out CodeStep step)
    {
        step = new CodeStep { Address = address, Length = 4, Writes = -1 };
        ReadOnlySpan<byte> bytes = code.BytesAt(address);
        if (bytes.Length < 4 || (address & 3) != 0) return false;
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (word <= 0xffff) return false; // udf
        if (address != expected)
        {
            addresses.AsSpan().Clear();
            slots.AsSpan().Clear();
        }

        expected = address + 4;
        step.Needs = Arm64Needs.Find(word)?.Needs ?? default;
        step.AsksProcessor = (word & 0xfffff000) == 0xd5380000; // mrs of an ID register
        if (!ReadFlow(word, ref step)) ReadOperands(word, ref step);
        return true;
    }

    private bool ReadFlow(uint word, ref CodeStep step)
    {
        int register = (int)(word & 31), first = (int)((word >> 5) & 31);
        if ((word & 0x7c000000) == 0x14000000)
        {
            step.Flow = (word & 0x80000000) != 0 ? StepFlow.Call : StepFlow.Jump;
            step.Target = Relative(step.Address, (long)(int)(word << 6) >> 6);
            if (step.Flow == StepFlow.Call) ForgetChanged();
        }
        else if ((word & 0xff000000) == 0x54000000)
        {
            step.Flow = StepFlow.Branch;
            step.ReadsFlags = true;
            step.Target = Relative(step.Address, (int)((word >> 5) << 13) >> 13);
        }
        else if ((word & 0x7e000000) == 0x34000000)
        {
            step.Flow = StepFlow.Branch;
            step.Reads = 1u << register;
            step.Target = Relative(step.Address, (int)((word >> 5) << 13) >> 13);
        }
        else if ((word & 0x7e000000) == 0x36000000)
        {
            step.Flow = StepFlow.Branch;
            step.Reads = 1u << register;
            step.Target = Relative(step.Address, (int)((word >> 5) << 18) >> 18);
        }
        else if ((word & 0xfe9ff000) == 0xd61f0000 || (word & 0xfe9ff000) == 0xd71f0000)
        {
            // br, blr, ret and their forms with pointer authentication
            uint kind = (word >> 21) & 3;
            step.Flow = kind == 2 ? StepFlow.Return : kind == 1 ? StepFlow.Call : StepFlow.Jump;
            step.IsThroughSlot = kind != 2 && addresses[first] == 0;
            step.Target = kind == 2 ? 0 : addresses[first] != 0 ? addresses[first] : slots[first];
            if (kind == 1) ForgetChanged();
        }
        else if ((word & 0xffe0001f) == 0xd4200000 || (word & 0xffe0001f) == 0xd4400000)
        {
            step.Flow = StepFlow.End; // brk, hlt
        }
        else
        {
            return false;
        }

        return true;
    }

    private void ReadOperands(uint word, ref CodeStep step)
    {
        int to = (int)(word & 31), first = (int)((word >> 5) & 31), second = (int)((word >> 16) & 31);
        uint group = (word >> 25) & 15;
        step.UsesVectors = (group & 7) == 7;
        if ((group & 5) == 4)
        {
            ReadMemory(word, ref step);
            return;
        }

        if ((word & 0x1f000000) == 0x10000000)
        {
            // adr, adrp
            long immediate = Arm64Calls.Immediate(word);
            Set(ref step, to, (word & 0x80000000) != 0 ? unchecked((step.Address & ~0xfffUL) + (ulong)(immediate * 4096)) : unchecked(step.Address + (ulong)immediate), 0);
            return;
        }

        if ((group & 14) == 8)
        {
            // data processing, immediate; flags are set by adds, subs and ands
            bool isMoveWide = (word & 0x1f800000) == 0x12800000;
            bool writesFlags = ((word & 0x1f000000) == 0x11000000 && (word & 0x20000000) != 0) || (word & 0x7f800000) == 0x72000000;
            step.WritesFlags = writesFlags;
            if (!isMoveWide) step.Reads = Bit(first);
            bool isAdd = (word & 0xff000000) == 0x91000000;
            ulong sum = isAdd && addresses[first] != 0 ? addresses[first] + (((word >> 10) & 0xfff) << (((word >> 22) & 1) != 0 ? 12 : 0)) : 0;
            Set(ref step, to == StackPointer ? -1 : to, sum, 0);
        }
        else if ((group & 7) == 5)
        {
            // data processing, register
            bool isLogicalFlags = (word & 0x7f000000) == 0x6a000000;
            bool isArithmeticFlags = (word & 0x3f000000) == 0x2b000000 || (word & 0x3fe00000) == 0x3a000000;
            bool isConditionalCompare = (word & 0x3fe00000) == 0x3a400000;
            bool isSelect = (word & 0x3fe00000) == 0x1a800000;
            step.WritesFlags = isLogicalFlags || isArithmeticFlags || isConditionalCompare;
            step.ReadsFlags = isConditionalCompare || isSelect;
            step.Reads = Bit(first) | ((word & 0x7fe00000) == 0x5ac00000 ? 0 : Bit(second));
            if (isConditionalCompare) return;
            Set(ref step, to == StackPointer ? -1 : to, 0, 0);
        }
        else if ((word & 0xfff00000) == 0xd5300000)
        {
            Set(ref step, to, 0, 0); // mrs
        }
        else if ((word & 0x5f200000) == 0x1e200000 && (word & 0x0000fc00) == 0x2000)
        {
            step.WritesFlags = true; // fcmp
        }
        else if ((word & 0x5f20fc00) == 0x1e200000 && ((word >> 16) & 7) is 0 or 1 or 6)
        {
            Set(ref step, to, 0, 0); // fcvt and fmov to a general register
        }
    }

    private void ReadMemory(uint word, ref CodeStep step)
    {
        int to = (int)(word & 31), first = (int)((word >> 5) & 31);
        bool isVector = (word & 0x04000000) != 0;
        bool isLiteral = (word & 0x3b000000) == 0x18000000;
        bool isPair = (word & 0x3a000000) == 0x28000000;
        bool isExclusive = (word & 0x3f000000) == 0x08000000;
        bool isLoad = isLiteral || ((isPair || isExclusive) ? (word & 0x00400000) != 0 : (word & 0x00c00000) != 0) || (word & 0x3f208c00) == 0x38200000;
        MemoryUse use = !isLiteral && first == StackPointer ? MemoryUse.Stack : MemoryUse.Other;
        if (!isLoad)
        {
            step.Stores = use;
            if (!isVector) step.Reads = Bit(to);
            return;
        }

        step.Loads = use;
        if (isVector) return;
        ulong slot = (word & 0xffc00000) == 0xf9400000 && addresses[first] != 0 ? addresses[first] + (((word >> 10) & 0xfff) * 8) : 0;
        Set(ref step, to == StackPointer ? -1 : to, 0, slot);
        if (isPair)
        {
            int other = (int)((word >> 10) & 31);
            addresses[other] = slots[other] = 0;
        }
    }

    private void ForgetChanged()
    {
        addresses.AsSpan(0, 19).Clear();
        slots.AsSpan(0, 19).Clear();
    }

    private void Set(ref CodeStep step, int register, ulong address, ulong slot)
    {
        if (register < 0) return;
        step.Writes = (sbyte)register;
        addresses[register] = address;
        slots[register] = slot;
        step.PointsAt = address != 0 ? address : slot;
    }

    private static uint Bit(int register) => register == StackPointer ? 0 : 1u << register;

    private static ulong Relative(ulong address, long words) => unchecked(address + (ulong)(words * 4));
}
