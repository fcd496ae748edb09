"""Small HDF5 files, as the HDF5 library writes them through h5py, packed. Nothing here is loaded by anything.

Code in them is bytes that begin as marshalled code does and hold names; it is none.
"""

import base64
import zlib


def _file(packed: str) -> bytes:
    return zlib.decompress(base64.b85decode(packed))


PLAIN = _file(
    "c-rll%}T>S5XU!(h9G{VAXtlH$jO70DtPI|imm1#D(XQHsi9ppG)=LoUzDOpeFGoCNAT#;NAPWQlik(qLRI2H(D^}`?(AeX$^K^pbLW&-M}~"
    "4kD8ew%05VaMSB7bcV?KY#titRqvkxlw55#j><~Lb>OQYjQ=HK0}RHEot3BJy~POX7}|A<pr-iquV8*@E9t72TURmXny0(-|NoiL%xQp$BRO"
    "s}%8hmphdJ&MMODjT@%hShW24!u@D{F90jUunMIgCW$3o)EJl<Qs|e(dVeOf+O!3#re>u`EVki8v7NY?)Y<%a-{XAf3NPIa!_|rcOP}fzYZl"
    "`jH}}y#0fn*KU{ZbW3wD7nCtFE6TdUEj)8Qnt!%C<iH#M`C&EI0elcI5XUh9IL+IKy-wnfR;5M;cwCo*xdWM6J=lb@XWz%zu_`A06UXeqQ{N"
    "0x?DMyl#qR#@a69q5ydI!B;;yw?@V6OlG0000000000AT9m+gtN@yu>RjyeZuTCwa_R0pY-d`pX9{225tw~FBU%ZM=7OTSMC$?g?V0C$3VYx"
    "V358ug^y>cRjGsb|N2>ty!a?GW6iMEtc4~FG;z)52gwda^QuY{8f>F9g#^Z!(j8s?>idv&WlVuafWOGiQu6l(v-g?D"
)
"""A `model_config` that names a `Dense` layer, and its kernel."""
CODE = _file(
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvf7$ng6P>=wn8KHCslwQFE6K4j?LA3)-hnTOx4B=-$#Y2KzU6IX4w`UZLY~bPQ7yzOppnMJ}eS!&99V{"
    "INP|03FXnI9Y*E|d!Q2TfpM1Zcz%}+_qiBHbYOUq0LiAypvfOQJM-Nb?7zT-%qU>uF!Q7{Td!2kevXMZ0?253QrUOoXqwNi3UVsUYNUSe*ll"
    "9hr|aB5*`YF<fZVvdrIf)b>>1BzEG<s??778L`T(db%y5_6MM648{WmF6XvWaj6AG$@&rI}!jciH^CJRYvJiRjCnv22tS#wm|dpN^^1`WGv8"
    "dn2GTvl?7mXb0GHC*2dP>!u>13KN{zwU=)mkQ7{Td!6+C7qhJ(_f>AIEMjikFr{Zx`"
)
"""A `model_config` with a `Lambda` layer whose code names `os` and `system`, in the global heap."""
CODE_FIXED = _file(
    "c-rgqaB<`1lHy|K;9!7(|4<Ok2;mz*#ZSncb@BIb31VWDXJisWRtW=KObkFhqCyNTm~uQX85o!uco{fAlDYXQsX6h<`FUxX=?ua^J;#BjF#&"
    "P4QgTjWadCWJVs5IEm4Z@mYGG+=UP)$Rj*^ao5<~+~yjm$Iu`;!&7|4u9*W#0yo0O7>raY}QFS#T$KM$lq$)wzo0B}ik%(bjCN{^~ajqo#w3"
    "OBF?nwM9alLH}Rfri6Oj4!Dy0Na}bvA4E1wzf9>P3SiO$a;2="
)
"""The same as a text of fixed length, with the newer headers."""
DENSE = _file(
    "c-rk*T}TvB6h1S%YwN0I=D(@SmLX*B`u`J_+PZFKWoi_f$+nJZt!wFue{EPnAO;CVP)J%)WQA{)kk(Tv5|lpqSV53fN+1+b+04B&>#VmapMv"
    "myEPL*J=ezgZId?b@=XP1mmH=I(PNmg?gn1F5$Im8_Z;H9%yT@uSVVOpT4U#J*=vZI?LV`dIFv#Fpxh%Fm{=hq#mLavcTml0WOGkIcE|;amS"
    "`5NLu@DHvd3_TTS|es0)QhZ$fF(v$%Vy%G;|04`;_k&?yOCdJHS;^-Bd+F|>i8j6iXlZwd~+b$Qp&49+8+bnb|GFdwDK_|&s!hNM}fE1J?r|"
    "JUshz{<CY7`^+E~&9v6fKLy(M^4J%#;hhTx|-7%jAXJo|vy5<}>B}|FK#LDNcLbxd-Qrb0TkS&{XIrh>%7?%<6#=p8@Oqj9-6Ytf1oe(Nh+#"
    "Kl~hIHA+hPq#l!EKphG-BgNn2`|=dIshvPCnJr&t3tz4h4&KXi9_Gqv98X>k!N>&)mc&ZKy((VuezrxFtUKi1`9`krm;;^h&{cR|>sgBPA|u"
    "+HOacLL=z>P^ExyDTWl~+sx!yTq$nBQYwYs<M|=JhZIn<J6>JAU@0vv@RUS`uR%U&{NeiEKID>e!0<sUgyq)6Om1B^-%8=OJw+&of!>)O6>W"
    "#X?yxmARXJ_-oFQ9pDCJHxb52*C&0$E;8|)3vnz|!A-(hgr+PKCheps=1N|CMpaJ6lbyr$V{chxmGg$ah#mb|~fY|E?9YEM2=-p(D^Z7Sby%"
    "Hh{@Hai^nzmi{ETCvL2b{xfZ;J9vgrQ7X!-|$tmc2ZDKP*6}%P*6}%P*5yCpgyXmZK^*M9)Zweo#>p=!%j3jW9irgpU`k*Fs>5a14KdV!Ml}"
    "k8V&DkjBAB;s3m;ybNG4aMeNk;bC+N%V*6*G3_uNHr>o}&K+6b2CT92{Od@u8bLe*nLBpIE(Z}d{{A*aO=6p~4RKT0LFWVVyF3XwL03;?F`C"
    "o&pmTOF`O#@>qAXk#ID_Pl<qU=glcBLu1(v@8q%C1ahSC*1X#U+{k;QM_({-5(7l=oMS#*5=BP=UYD)wP)*Pz!+XA#%Oi!wZ@uLc<W6WJ1Fd"
    "niN8#A~dOlMonna2#to&q!St+LX$ygRuGy@LZc-#S%k*dqftvaBonP8MP#P^JfZ*y7DV+8)tsXWcUmEW!HwNO&zYdBI^5kAH%f0|mot6=rqE"
    "&D"
)
"""The same in a fractal heap among twelve other attributes, and twelve external links in another one."""
REFERENCES = _file(
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvf1h`Q7F!=;1%?PDCp!5nRm^dR?P68?}2sIyFT}Y6tD@gT!Gyt>b0V{+?b=@c!DZs<kF#tqIK=}$#`UD"
    "fIx^yUA45jl@6N`}3rv-`jG6Hi1a{3j3ra%pL2p{GiNcv^KnSMvXX!=D?FC4J)k`+C@K|lbN><#wwcVT2;hTEsWjB1Yul%D~02P~bR;J|M#t"
    "Q>A&9~tq-1P>YPIh+d^!i-4j*`Os9BZmV^PG(*<Fue3rOOo{q5{rw=QyBCs;PK4{(Z>kmL+oK>gb1)e)xl_HV8}B<!=Di;C9y*7XJTRk3$rt"
    "5fccEjI(PyHYPw@UGnWHuFEb;|Uo2=U6X=>xB+&B11~i9*1G6|IF(tp8uHkrtb7+U-4^C8d<*AwJ870MfNtt<IJ^+#|dvE"
)
"""An external link to `/etc/passwd`, a dataset stored in `/etc/shadow`, and one in `weights.bin`."""
VIRTUAL = _file(
    "c-rgqaB<`1lHy|K;9!7(|4_gn0pS}!#T`34+5J6Sf|wX8n1qlO!T=W&10w?i8xI4JVl3MXGtYy8YM`w|?GD%picEi5vXL<ZBclof0}~S?BNJ"
    "3D3zSCZGm9`V3M$A$`3el;91P<1Ko%>|^~~HHd_a}V4A9VE1QAOZh6I>t6s^ZF3P!;w7zLwX6c7X4o&9~lm7D-lg$D%P3~05do}PYwNk(dsU"
    "WO?{N@7VO12d9pm_o1^6BE=VMzB1HWMR-xOe)qdDbFWTJ0qHQEzP7wDDDp6AC0?FFbYP&C>RB!U=)mkQ7{Td!6+C7qkvcd0IHceKm"
)
"""A virtual dataset put together from `../other.h5` and `/abs/two.h5`."""
SHAPE = _file(
    "c-rgqaB<`1lHy_j0S*oZ76t(ZWbhvfDp*nZF!=;1%?PDCp!5nRm^dR?P68?}2sIyFT}Y6tD@gT!Gyt>5fCWNxFpPqc2s~UJ13+{Hln+a#Czw"
    "#xC84E94+`yNWMGAu#R%g=QZgeWR6t<ql@~}fGf*BRBd8$H07<e64B{LN;`LDTSb-@RB+tam#0W{x5c8Osm|#i%1v3LwD@slo93a@w-vyMTV"
    "fj#jc{FX30|1e!I@t"
)
"""A dataset that states four terabytes and holds none."""
PICKLES = _file(
    "c-rli%}&BV5XX1RSF>V7y{M<gaOkN4y?AY)3b9&3k>J5ZKC09pl(YxDdDNSa;iLE%z6o~OZP{W>OiVoJ{4SH-o&Rh*otZw@s>kbOk06RHqck"
    "cYkvT`%Nv@;wYi=>OPu#vr(SBxe#^qsj7GFuR^*i5hH4TG$&sT`<DP)+H5%3?W8G3`-PFzQfH!0~i>D@W~z>n*(_QQKO`Aw^JokvH!zO!LX%"
    "BWRunPCB=?eO9)p&xW5==MgAGPzNLp*z0ywMbt|=)F<b9dms_(5nNlMA}{Al}Wu!d@ax42&3FWH*^OBXUuf_g0AmPe0N6t2S0G`Nf<+Iy8{{"
    "}@D51RJ0u#4<6xnIG4E82*+!J!$fm+`da}#E!SY#IXJ$f6*OJ7xWgahuqt;at`OPCWk%x+@+cwWbPI#ZTsW+SYrI5F^g@3~~E~=K^vd)+v)n"
    "x@8tB23`euaH*RWZWLIg^Io1O6^_Rw?rGA6^vJwC7JMmWhRdiv=C!QM#HU^%QsL!EA~hEjcfWvEO$m660k9z6}5X0000000000{1zYdqGj9"
)
"""Pickles as PyTables keeps them, two of which would call `posix.system`: in attributes and in an array of objects."""
