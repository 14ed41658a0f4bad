# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: semicolons, one-space indents, odd spacing

# %% practice-train
LOSS=[];w=torch.tensor(-12.,requires_grad=True);b=torch.tensor(-10.,requires_grad=True)
def T ( n ) :
 for _ in range ( n ) :
  LOSS . append ( criterion ( forward ( X ) , Y ) . item ( ) )
  for x , y in trainloader :
   criterion ( forward ( x ) , y ) . backward ( ) ; w . data -= lr*w . grad ; b . data -= lr*b . grad ; w . grad . zero_ ( ) ; b . grad . zero_ ( )
T ( 10 )
# %% practice-plot
plt.plot(LOSS,label='L');plt.xlabel('e');plt.ylabel('L');plt.legend();
